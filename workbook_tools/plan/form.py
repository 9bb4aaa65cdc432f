"""The form of a plan: its funding sources, columns, levels and particulars, each under the name
that the user sees. The sources of a plan are data: those of ``NguonKP``, or the three usual ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

TOTAL = "total"
"""What the sum of all sources is called among the amounts (Tổng KP thực hiện)."""

BUDGET, BENEFICIARY, OTHER = "Ngân sách", "Thụ hưởng", "Khác"
KINDS = (BUDGET, BENEFICIARY, OTHER)
"""The kinds of sources (Loại): a state budget, those who benefit, any other."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A funding source (nguồn kinh phí), a row of ``NguonKP``.

    ``code`` is its ``Mã``, ``key`` what it is called inside and in reports, ``heading`` its column
    on ``DeAn``, ``printed`` its heading on the appendix, ``short`` its name in a sentence.
    ``normed``: a norm limits it; ``rest``: only this source may be computed as what is left.
    Templates may say a source by its code or its key: it equals both.
    """

    code: str
    key: str
    heading: str
    printed: str
    kind: str
    normed: bool = False
    rest: bool = False
    short: str = ""

    @property
    def name(self) -> str:
        """How a sentence calls the source: its short name, or its heading."""
        return self.short or self.heading

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return other in (self.key, self.code)
        return isinstance(other, Source) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return self.key

    def _all(self) -> tuple[object, ...]:
        return (self.code, self.key, self.heading, self.printed, self.kind, self.normed, self.rest)


KNOWN_SOURCES: Mapping[str, Source] = {
    "kcqg": Source("KCQG", "national", "KPKC QG", "KPKC QG (nguồn KC quốc gia)", BUDGET, True),
    "kcdp": Source("KPKC", "province", "KPKC ĐP", "KPKC ĐP (nguồn KC tỉnh)", BUDGET, True),
    "thuhuong": Source(
        "ThuHuong",
        "beneficiary",
        "KP đơn vị thụ hưởng",
        "KP đóng góp của đơn vị thụ hưởng",
        BENEFICIARY,
        short="đơn vị thụ hưởng",
    ),
    "khac": Source("Khac", "other", "Nguồn khác", "Nguồn khác", OTHER, short="nguồn khác"),
}
"""The sources that everybody knows, by their names for ``--sources`` (the workbook contract)."""


def sources_of(sources: Sequence[Source], *, city: bool) -> tuple[Source, ...]:
    """Sources as a province, or a city (thành phố) of its own, prints them."""
    if not city:
        return tuple(sources)
    return tuple(
        replace(source, printed=source.printed.replace("nguồn KC tỉnh", "nguồn KC thành phố"))
        for source in sources
    )


KNOWN_KEYS = frozenset(source.key for source in KNOWN_SOURCES.values())
"""What the sources that everybody knows are called inside; a plan that lacks one has 0 of it."""

DEFAULT_SOURCES = tuple(KNOWN_SOURCES[name] for name in ("kcdp", "thuhuong", "khac"))
"""The sources of a plan without a sheet ``NguonKP``."""

MOST_SOURCES = 30

_BEFORE: Mapping[str, str] = {
    "tt": "TT",
    "level": "Loại dòng",
    "name": "Tên đề án",
    "executing_unit": "Đơn vị thực hiện",
    "goal": "Mục tiêu và nội dung chính",
    "result": "Dự kiến kết quả đạt được",
    "start_month": "Bắt đầu (tháng)",
    "end_month": "Kết thúc (tháng)",
    TOTAL: "Tổng KP thực hiện",
}
_AFTER: Mapping[str, str] = {
    "note": "Ghi chú",
    "norm_code": "Mã định mức",
    "quantity": "Số lượng",
}


@dataclass(frozen=True)
class Form:
    """What a plan's table holds: its funding sources, in order, and from them its columns;
    ``further`` are the headings of the user's own columns.
    """

    sources: tuple[Source, ...] = DEFAULT_SOURCES
    further: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The sources by what they are called inside."""
        return tuple(source.key for source in self.sources)

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        """The amount columns in the appendix's order: the total, then the sources."""
        return (TOTAL, *self.keys)

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Field of a line → its column heading on the sheet ``DeAn``, in the sheet's order."""
        return {**_BEFORE, **{source.key: source.heading for source in self.sources}, **_AFTER}

    def heading_of(self, field: str) -> str:
        """The heading of a field's column on the sheet ``DeAn``."""
        return self.columns[field]

    @cached_property
    def total_names(self) -> Mapping[str, str]:
        """The defined name of the grand total of each amount (the workbook contract)."""
        named = {source.key: f"TongCong_{source.code}" for source in self.sources}
        return {TOTAL: "TongCong_KP", **named}

    @cached_property
    def normed(self) -> tuple[str, ...]:
        """The sources that a norm limits."""
        return tuple(source.key for source in self.sources if source.normed)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The sources that count as what a beneficiary pays: all that are no state budget."""
        return tuple(source.key for source in self.sources if source.kind != BUDGET)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The sources of one of ``KINDS``."""
        return tuple(source.key for source in self.sources if source.kind == kind)

    @cached_property
    def rest(self) -> str | None:
        """The only source that may be computed as what is left, where one is marked so."""
        return next((source.key for source in self.sources if source.rest), None)

    def balanced(self, empty: Sequence[str]) -> str | None:
        """The source that is computed as what is left where a total is stated and these sources
        are empty: the only one, or the one that is marked so; none where there is one source only.
        """
        if len(self.sources) < 2 or not empty:
            return None
        if self.rest is not None:
            return self.rest if self.rest in empty else None
        return empty[0] if len(empty) == 1 else None

    def amount(self, name: object) -> str | None:
        """The amount that a source, its code or its name stands for; ``None`` for anything else."""
        if isinstance(name, Source):
            return name.key if name.key in self._by_key else None
        return self._amounts_by_name.get(name) if isinstance(name, str) else None

    @cached_property
    def _amounts_by_name(self) -> Mapping[str, str]:
        codes = {source.code: source.key for source in self.sources}
        return {**codes, **{name: name for name in self.amounts}}

    def source(self, key: str) -> Source:
        """The source that is called so inside. Raises ``KeyError`` for any other."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> Mapping[str, Source]:
        return {source.key: source for source in self.sources}


DEFAULT_FORM = Form()
"""The form of a plan without a sheet ``NguonKP``."""

SOURCES = DEFAULT_FORM.keys
"""The three usual sources: KPKC ĐP, KP đơn vị thụ hưởng, Nguồn khác."""

AMOUNTS = DEFAULT_FORM.amounts
"""The total and the three usual sources."""

COLUMNS = DEFAULT_FORM.columns
"""Field of a line → its column heading, where the sources are the three usual ones."""

LEVELS = ("Mục", "Chương trình", "Đề án", "Chi tiết", "Tổng cộng")
"""The values of the column ``Cấp``: section, programme, project, a part of a project, stated grand
total.
"""

KNOWN_FURTHER = ("Đơn vị thụ hưởng", "Địa điểm", "Đơn vị phối hợp", "Ưu tiên")
"""Further columns that are known: a template may show them whether a plan has them or not."""

INPUT_SHEETS = (
    "ThongTin",
    "DeAn",
    "NguonKP",
    "ChiTieu",
    "DinhMuc",
    "CanCu",
    "NoiNhan",
    "ThucHien",
)
"""The sheets that a plan is read from; the accountant owns them."""

GENERATED_SHEETS = ("PhuLuc", "TongHop", "KiemTra", "BaoCao")
"""The sheets that a build or a report writes anew (the workbook contract)."""

PARTICULARS = (
    "Tỉnh",
    "Năm kế hoạch",
    "Giai đoạn chương trình",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Đơn vị tính",
    "Chức vụ người ký",
    "Người ký",
    "Tổng cộng bằng chữ",
    "Đơn vị gửi",
    "Người gửi",
    "Chức vụ",
    "Điện thoại",
)
"""The rows of ``ThongTin`` that every plan has; one that is not filled in is there with ``None``.
"""
