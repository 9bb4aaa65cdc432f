"""A template workbook, compiled: what repeats, what is filled in, what is calculated, what must be
proved.
"""
