import io

import xlsxwriter

from workbook_tools.excel.charts import sheets_with_charts
from workbook_tools.excel.package import Package, open_package


def book(*sheets: tuple[str, str]) -> Package:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        for name, what in sheets:
            sheet = made.add_worksheet(name)
            sheet.write_column("A1", [1, 2])
            if what == "chart":
                chart = made.add_chart({"type": "bar"})
                chart.add_series({"values": f"='{name}'!$A$1:$A$2"})
                sheet.insert_chart("C1", chart)
            elif what == "box":
                sheet.insert_textbox("C1", "ghi chú")
    return open_package(held.getvalue(), "k.xlsx")


def test_the_sheets_on_which_charts_stand() -> None:
    made = book(("Một", "chart"), ("Hai", ""), ("Ba", "box"), ("Bốn", "chart"))
    assert sheets_with_charts(made) == ["Một", "Bốn"]


def test_a_workbook_without_any() -> None:
    assert sheets_with_charts(book(("Một", ""))) == []
