"""The word that may be meant where another was typed."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(said: str, known: Iterable[str], least: float = 0.6) -> str:
    """The word that is most like another, from 0 (not at all) to 1 (the same) at ``least`` so much;
    empty where none is.
    """
    from difflib import get_close_matches  # only paid for where something is wrong

    found = get_close_matches(said, list(known), 1, least)
    return found[0] if found else ""


def question(word: str) -> str:
    """A word that may be meant as a question in brackets, behind what was typed; empty for none."""
    return f" (có phải “{word}”?)" if word else ""
