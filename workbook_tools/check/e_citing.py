"""Family E: legal bases in ``Ghi chú`` against the register ``CanCu``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from workbook_tools.check.fields import once
from workbook_tools.check.register import Example, Fault, Severity, fault, named, quoted, rule
from workbook_tools.plan.citation import Citation, citations, normal_number
from workbook_tools.plan.model import LegalDocument, Line, Plan

_MOST = 5
"""So many documents are told by their numbers."""


@rule(
    "E01",
    Severity.WARNING,
    "Đề án không có căn cứ pháp lý",
    bad=Example(
        "Ghi chú của đề án và của chương trình đều không nêu văn bản nào",
        cells={"M11": None, "M13": "Quyết định 53/2018/QĐ-UBND ngày 11/12/2018"},
        at="M12",
        says="3.1 Bản tin khuyến công: chưa nêu căn cứ pháp lý",
    ),
    good="Ghi chú: “Quyết định 53/2018/QĐ-UBND ngày 11/12/2018”",
    fault=("basis_removed",),
)
def no_basis(plan: Plan) -> Iterator[Fault]:
    """Cột Ghi chú của đề án, hoặc của chương trình chứa nó, phải nêu ít nhất một văn bản. Không đề
    án nào có thì nêu một lần; số giảm của đề án ngừng thực hiện thì không cần."""
    if plan.appendix or "note" not in plan.columns:
        return
    above = [bool(citations(programme.note)) for programme in plan.programmes]
    lacking = [
        project
        for programme, based in zip(plan.programmes, above, strict=True)
        for project in programme.projects
        if not based and not citations(project.note) and project.total >= 0
    ]
    hint = "Ghi số, ký hiệu và ngày của văn bản vào Ghi chú của đề án hoặc của chương trình."
    if len(lacking) == sum(project.total >= 0 for project in plan.projects) > 1:
        said = f"không đề án nào nêu căn cứ pháp lý ({len(lacking)} đề án)"
        yield fault(plan, lacking[0], "note", said, hint)
        return
    for project in lacking:
        yield fault(plan, project, "note", f"{named(project)}: chưa nêu căn cứ pháp lý", hint)


@rule(
    "E02",
    Severity.WARNING,
    "Văn bản được nêu không có trong danh mục căn cứ",
    bad=Example(
        "Ghi chú nêu 35/2018/QĐ-UBND; trang tính CanCu chỉ có 53/2018/QĐ-UBND",
        cells={"M11": "Quyết định 35/2018/QĐ-UBND ngày 12/9/2018"},
        at="M11",
        says="3 Cung cấp thông tin: văn bản 35/2018/QĐ-UBND không có trên trang tính CanCu",
    ),
    good=Example(
        "Ghi chú nêu 53/2018/QĐ-UBND", cells={"M11": "Nghị quyết 147/2018/NQ-HĐND ngày 7/12/2018"}
    ),
    fault=("document_unknown",),
)
def not_in_register(plan: Plan) -> Iterator[Fault]:
    """Mỗi văn bản nêu ở Ghi chú phải có trên trang tính CanCu. Trang tính CanCu để trống thì không
    kiểm tra; không văn bản nào có ở đó thì nêu một lần."""
    register = _register(plan)
    if not register:
        return
    cited = [(line, found) for line, found in _cited(plan) if found.well_formed]
    lacking = [pair for pair in cited if normal_number(pair[1].number) not in register]
    hint = "Kiểm tra số, ký hiệu; nếu đúng thì thêm văn bản vào trang tính CanCu."
    if len(lacking) == len(cited) > 1:
        numbers = list(dict.fromkeys(found.number for _, found in cited))
        more = f" và {len(numbers) - _MOST} văn bản nữa" if len(numbers) > _MOST else ""
        said = f"không văn bản nào được nêu có trên trang tính CanCu: {', '.join(numbers[:_MOST])}"
        yield fault(plan, lacking[0][0], "note", said + more, hint)
        return
    for line, found in lacking:
        said = f"{named(line)}: văn bản {found.number} không có trên trang tính CanCu"
        yield fault(plan, line, "note", said, hint)


@rule(
    "E03",
    Severity.WARNING,
    "Ngày của văn bản không khớp",
    bad=Example(
        "Ghi chú: 53/2018/QĐ-UBND ngày 12/11/2018; trang tính CanCu: 11/12/2018",
        cells={"M11": "Quyết định 53/2018/QĐ-UBND ngày 12/11/2018"},
        at="M11",
        says="3 Cung cấp thông tin: 53/2018/QĐ-UBND ghi ngày 12/11/2018, trang tính "
        "CanCu ghi 11/12/2018",
    ),
    good="Ghi chú: 53/2018/QĐ-UBND ngày 11/12/2018",
    fault=("date_changed",),
)
def other_date(plan: Plan) -> Iterator[Fault]:
    """Ngày ghi sau số của văn bản phải là ngày trên trang tính CanCu; văn bản không có ở đó phải
    mang một ngày ở mọi dòng. Năm trong số, ký hiệu phải là năm của ngày ban hành."""
    register = _register(plan)
    dates: dict[str, Counter[date]] = {}
    for _, cited in _cited(plan):
        if cited.issued is not None:
            dates.setdefault(normal_number(cited.number), Counter())[cited.issued] += 1
    for line, cited in _cited(plan):
        if not cited.date_text:
            continue
        said = _date_fault(cited, register.get(normal_number(cited.number)), dates)
        if said:
            yield fault(
                plan,
                line,
                "note",
                f"{named(line)}: {cited.number} ghi {cited.date_text}, {said}",
                "Sửa ngày ở Ghi chú, hoặc ở trang tính CanCu nếu ở đó sai.",
            )


def _date_fault(
    cited: Citation, document: LegalDocument | None, dates: dict[str, Counter[date]]
) -> str:
    """What a citation's date contradicts: the register, its own number, or most other citations."""
    if cited.issued is None:
        return "không phải là một ngày"
    if document is not None and document.issued is not None:
        return (
            ""
            if cited.issued == document.issued
            else f"trang tính CanCu ghi {document.issued:%d/%m/%Y}"
        )
    if cited.year is not None and cited.year != cited.issued.year:
        return f"nhưng số, ký hiệu mang năm {cited.year}"
    others = dates[normal_number(cited.number)]
    usual = max(others, key=lambda day: (others[day], -day.toordinal()))
    return "" if cited.issued == usual else f"ở dòng khác ghi {usual:%d/%m/%Y}"


@rule(
    "E04",
    Severity.WARNING,
    "Văn bản được nêu không còn hiệu lực",
    bad=Example(
        "Ghi chú nêu một quyết định mà trang tính CanCu ghi đã bị thay thế",
        cells={"CanCu!E3": "31/12/2020", "M11": "Nghị quyết 147/2018/NQ-HĐND ngày 07/12/2018"},
        at="M11",
        says="3 Cung cấp thông tin: 147/2018/NQ-HĐND hết hiệu lực từ 31/12/2020",
    ),
    good=Example(
        "Ghi chú nêu quyết định thay thế",
        cells={"CanCu!E3": "31/12/2022", "M11": "Nghị quyết 147/2018/NQ-HĐND ngày 07/12/2018"},
    ),
    fault=("document_lapsed",),
)
def out_of_force(plan: Plan) -> Iterator[Fault]:
    """Văn bản nêu ở Ghi chú phải còn hiệu lực trong năm kế hoạch: Hiệu lực đến, Thay thế bởi trên
    trang tính CanCu. Văn bản bị thay thế mà còn hiệu lực đến hết năm kế hoạch thì không bị nêu. Văn
    bản được sửa đổi (Sửa đổi bởi) vẫn còn hiệu lực; dòng nêu nó mà không nêu văn bản sửa đổi thì
    được lưu ý."""
    register = _register(plan)
    for line, cited in _cited(plan):
        document = register.get(normal_number(cited.number))
        if document is None:
            continue
        said = _out_of_force(document, plan.year)
        amending = "" if said else _not_cited(line, document.amended_by, plan.year)
        if amending:
            yield fault(
                plan,
                line,
                "note",
                f"{named(line)}: {cited.number} đã được sửa đổi bởi {amending}",
                "Đối chiếu với văn bản sửa đổi, và nêu thêm văn bản ấy.",
                Severity.NOTE,
            )
        elif said:
            yield fault(
                plan,
                line,
                "note",
                f"{named(line)}: {cited.number} {said}",
                "Thay bằng văn bản đang có hiệu lực.",
            )


def _not_cited(line: Line, amending: str, year: int | None) -> str:
    """The documents that amend another up to the plan's year, as the register says them, where a
    line cites none of them.
    """
    cited = {normal_number(found.number) for found in citations(line.note)}
    found = [
        document.number
        for document in citations(amending)
        if year is None or document.year is None or document.year <= year
    ]
    return "" if cited & set(map(normal_number, found)) else ", ".join(found)


def _out_of_force(document: LegalDocument, year: int | None) -> str:
    """Why a document is not in force in the plan's year; nothing where it is."""
    if document.valid_to is not None and year is not None:
        return (
            f"hết hiệu lực từ {document.valid_to:%d/%m/%Y}"
            if document.valid_to < date(year, 1, 1)
            else ""
        )
    if document.replaced_by:
        return f"đã bị thay thế bởi {document.replaced_by}"
    if (
        document.valid_from is not None
        and year is not None
        and document.valid_from > date(year, 12, 31)
    ):
        return f"có hiệu lực từ {document.valid_from:%d/%m/%Y}, sau năm kế hoạch"
    return ""


@rule(
    "E05",
    Severity.WARNING,
    "Số, ký hiệu văn bản viết sai thể thức",
    bad=Example(
        "53/2018/QĐUBND; 147/2018/NQ-HDND; 53/18/QĐ-UBND",
        cells={"M11": "Quyết định 53/2018/QĐUBND ngày 11/12/2018"},
        at="M11",
        says="3 Cung cấp thông tin: số, ký hiệu “53/2018/QĐUBND” viết chưa đúng thể thức",
    ),
    good="53/2018/QĐ-UBND; 147/2018/NQ-HĐND",
    fault=("document_number_misspelled",),
)
def malformed(plan: Plan) -> Iterator[Fault]:
    """Số, ký hiệu gồm số, năm bốn chữ số (văn bản quy phạm), loại văn bản và cơ quan ban hành, ngăn
    bằng “/” và “-”, theo thể thức văn bản hành chính."""
    for line, cited in _cited(plan):
        if not cited.well_formed:
            yield fault(
                plan,
                line,
                "note",
                f"{named(line)}: số, ký hiệu {quoted(cited.number)} viết chưa đúng thể thức",
                "Văn bản quy phạm: 53/2018/QĐ-UBND (số/năm/loại-cơ quan); văn bản hành chính: "
                "1234/QĐ-UBND (số/loại-cơ quan, không có năm).",
            )


@rule(
    "E06",
    Severity.WARNING,
    "Danh mục căn cứ có một văn bản hai lần",
    bad=Example(
        "Trang tính CanCu có hai dòng 53/2018/QĐ-UBND",
        cells={
            "CanCu!A4": "53/2018/QĐ-UBND",
            "CanCu!B4": "11/12/2018",
            "CanCu!C4": "Quy định nội dung chi",
        },
        at="CanCu!A4",
        says="Dòng 4 của CanCu: văn bản 53/2018/QĐ-UBND đã có ở dòng 2",
    ),
    good=Example(
        "Mỗi văn bản một dòng",
        cells={
            "CanCu!A4": "35/2018/QĐ-UBND",
            "CanCu!B4": "12/9/2018",
            "CanCu!C4": "Quy định nội dung chi",
        },
    ),
    fault=("document_repeated",),
)
def registered_twice(plan: Plan) -> Iterator[Fault]:
    """Trên trang tính CanCu mỗi số, ký hiệu chỉ có một dòng."""
    first: dict[str, int] = {}
    for document in plan.documents:
        number = normal_number(document.number)
        if number and first.setdefault(number, document.row) != document.row:
            yield Fault(
                plan.record_place("CanCu", document.row, "Số, ký hiệu"),
                f"Dòng {document.row} của CanCu: văn bản {document.number} đã có ở dòng "
                f"{first[number]}",
                "Xóa một trong hai dòng.",
            )


def _register(plan: Plan) -> dict[str, LegalDocument]:
    """The documents of ``CanCu`` by number; of two with one number the first."""
    found: dict[str, LegalDocument] = {}
    for document in plan.documents:
        if document.number:
            found.setdefault(normal_number(document.number), document)
    return found


@once
def _cited(plan: Plan) -> tuple[tuple[Line, Citation], ...]:
    """Every document that the notes cite, with its line; a document that a note cites twice comes
    once.
    """
    if plan.appendix:
        return ()
    found: dict[tuple[int, str, date | None], tuple[Line, Citation]] = {}
    for line in plan.lines():
        for cited in citations(line.note) if line.note else ():
            found.setdefault((id(line), cited.number, cited.issued), (line, cited))
    return tuple(found.values())
