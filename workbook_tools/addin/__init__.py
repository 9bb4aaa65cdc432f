"""The add-in: made from the text in ``macros``, put where Excel starts it, taken away again."""
