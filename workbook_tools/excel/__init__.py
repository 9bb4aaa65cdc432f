"""The file format: packages, parts, cells, strings, formulas, styles, calculation. Knows nothing of
plans.
"""
