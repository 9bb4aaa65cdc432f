"""The subject: a plan, its form, and how it writes money, numbers, words and citations. Knows no
file and no Excel.
"""
