"""Findings shown in the cells, as conditional formats and notes, and taken out again to the last
byte.
"""
