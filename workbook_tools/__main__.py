"""``python -m workbook_tools`` is ``kehoach``."""

from workbook_tools.cli import run

run()
