"""Template and plan to rows, formulas, package and proof."""
