"""Any source → ``Plan``. Values come with the cells they were typed in."""

from workbook_tools.read.plan_reader import read_plan

__all__ = ["read_plan"]
