"""All rules: importing a family registers its rules."""

from __future__ import annotations

from workbook_tools.check import (  # noqa: F401  (each registers its rules)
    a_amounts,
    a_shown,
    b_structure,
    c_schedule,
    d_norms,
    e_citing,
    f_targets,
    g_formulas,
    g_hygiene,
    g_letters,
    g_pointers,
    g_results,
    g_settings,
    g_totals,
)
from workbook_tools.check.register import registered

RULES = registered()
"""All rules by code."""
