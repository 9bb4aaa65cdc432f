"""Layout, formulas, proof and package: a plan and a template in, a workbook's bytes out."""
