"""Template workbook → compiled template. Every fault is collected; none hides another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import (
    BAD_EXPRESSION,
    BAD_FORMULA,
    BAD_INSTEAD,
    BAD_JINJA,
    BAD_LOOP,
    DATA_TABLE,
    INSTEAD_ASTRAY,
    LOOP_NAME_TAKEN,
    LOST_CELL,
    NEVER_CLOSED,
    NEVER_OPENED,
    NEW_FUNCTION,
    NOT_ALONE,
    NOTHING_TO_BUILD,
    OTHER_WORKBOOK,
    PROVE_ASTRAY,
    PROVES_NO_FORMULA,
    STRANGE_XML,
    SUBTOTAL_FUNCTION,
    TAG_OUTSIDE_QUOTES,
    VOLATILE_FUNCTION,
    WRONG_END,
    ErrorKind,
)
from workbook_tools.errors import InputError, TemplateError, TemplateFault
from workbook_tools.excel.bounds import formula_excess
from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.formula import (
    AFTER_2016,
    VOLATILE,
    Piece,
    Ref,
    Token,
    functions,
    shift,
    tokenize,
)
from workbook_tools.excel.package import MAIN, Package, SheetPart, sheets
from workbook_tools.excel.strings import read_shared_strings
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, cell_name
from workbook_tools.template.bound import bound_expression, compile_bound
from workbook_tools.template.cell_texts import CONTROL, shared_string, typed_text
from workbook_tools.template.column_map import Bindings, Maps
from workbook_tools.template.compiled import (
    PLAN_SHEETS,
    Alternative,
    Block,
    Cell,
    Choice,
    Constant,
    Formula,
    Loop,
    Row,
    Sheet,
    Template,
)
from workbook_tools.template.expressions import (
    Expression,
    Language,
    compile_expression,
    compile_list,
    environment,
    has_tag,
)
from workbook_tools.template.limits import LAST_ROW, excess, rows_in_use, too_far
from workbook_tools.template.lint import sample_plan
from workbook_tools.template.meeting import Meeting, tags_of
from workbook_tools.template.soundness import judge_soundness
from workbook_tools.template.vanishing import merge_faults, pointing_faults, reference_faults
from workbook_tools.template.work import said_of, syntax_error

if TYPE_CHECKING:
    from lxml.etree import _Element

_IF = pattern(r"if\b\s*(.+)\Z", re.DOTALL)
_NO_COUNTS = {"error": 0, "warning": 0, "note": 0, "accepted": 0}
_FOR = re.compile(r"(?:([^\W\d_]\w*)\s*,\s*)?([^\W\d_]\w*)\s+in\s+(.+)\Z", re.DOTALL)
_LONGEST_SAID = 200
"""No more of a cell's text is told."""

_MEANT = frozenset({"plan", "findings", "counts", "loop"})
"""Names that have a meaning everywhere."""


def compile_template(package: Package) -> Template:
    """Compile every generated sheet. Raises ``TemplateError`` with all faults, ``InputError`` for
    no workbook.
    """
    parts = [
        part
        for part in sheets(package)
        if part.name not in PLAN_SHEETS and part.kind == "worksheet"
    ]
    too_large = tuple(fault for part in parts for fault in excess(package, part))
    if too_large:
        raise TemplateError(too_large)
    judge_soundness(package, parts)
    faults: list[TemplateFault] = []
    strings = read_shared_strings(package)
    tags = tags_of(package, parts, strings, faults)
    if not tags or faults:
        return _compiled(package, parts, {}, tuple(faults))

    def compiled(stretched: Package, maps: Maps) -> Template:
        made = _compiled(stretched, parts, maps)
        return replace(made, fitting=meeting.fitted)

    meeting = Meeting(package, parts, strings, tags, environment(), compiled)
    return meeting.fitted({"plan": sample_plan(), "findings": (), "counts": _NO_COUNTS})


def _compiled(
    package: Package, parts: Sequence[SheetPart], maps: Maps, known: tuple[TemplateFault, ...] = ()
) -> Template:
    """The template whose columns stand as they are. Raises ``TemplateError`` with all faults, those
    that are known already first, each at its cell as the author knows it.
    """
    compiler = _Compiler(package, maps)
    found = tuple(map(compiler.sheet, parts))
    if not found:
        compiler.faults.append(TemplateFault(Place("PhuLuc"), NOTHING_TO_BUILD))
    compiler.faults += reference_faults(found)
    compiler.faults += pointing_faults(package, found)
    faults = (*known, *compiler.faults)
    if faults:
        raise TemplateError(_as_the_author_knows(faults, maps))
    return Template(package, found, compiler.env.work.budget)


def _as_the_author_knows(faults: Sequence[TemplateFault], maps: Maps) -> tuple[TemplateFault, ...]:
    """Faults at the cells of the template, each once, where columns were repeated."""
    if not maps:
        return tuple(faults)
    told = []
    for fault in faults:
        columns = maps.get(fault.place.sheet.casefold())
        if columns is not None and fault.place.cell:
            row, column = split_cell(fault.place.cell)
            fault = fault.at(Place(fault.place.sheet, cell_name(row, columns.origin(column))))
        told.append(fault)
    return tuple(dict.fromkeys(told))


@dataclass(eq=False, repr=False)
class _Control:
    """A row that holds only a control tag."""

    place: Place
    word: str
    rest: str


@dataclass(frozen=True)
class _Under:
    """What the rows under pattern rows say of them, by row: proofs, and other cells."""

    proofs: dict[int, dict[int, Expression]]
    others: dict[int, Alternative]


@dataclass(eq=False, repr=False)
class _Compiler:
    package: Package
    maps: Maps = field(default_factory=dict)
    faults: list[TemplateFault] = field(default_factory=list)
    env: Language = field(default_factory=environment)

    def __post_init__(self) -> None:
        self.strings = read_shared_strings(self.package)

    def fault(self, place: Place, kind: ErrorKind, **values: object) -> None:
        self.faults.append(TemplateFault(place, kind, **values))

    def sheet(self, part: SheetPart) -> Sheet:
        root = self.package.tree_to_change(part.part)
        if root.tag != f"{{{MAIN}}}worksheet" or root.prefix is not None:
            raise InputError(STRANGE_XML, sheet=part.name)
        data = root.find(f"{{{MAIN}}}sheetData")
        assert data is not None
        rows: dict[int, Row | _Control] = {}
        proofs: dict[int, dict[int, Expression]] = {}
        others: dict[int, Alternative] = {}
        shared: dict[str, tuple[int, int, str]] = {}
        for element in rows_in_use(list(data)):
            number = int(element.get("r", "0"))
            if number > LAST_ROW:
                raise TemplateError((too_far(part),))
            item = self._row(part.name, number, element, shared)
            if isinstance(item, _Control) and item.word == "prove":
                proofs[number] = self._proofs(part.name, number, element)
            elif isinstance(item, _Control) and item.word == "instead":
                others[number] = self._alternative(item, number, element, shared)
            rows[number] = item
        last = max(rows, default=0)
        blocks, plain = self._blocks(part.name, rows, _Under(proofs, others), last)
        self._merges(part.name, root, rows)
        for child in list(data):
            data.remove(child)
        columns = self.maps.get(part.name.casefold())
        return Sheet(part, blocks, plain, last, deepcopy(root), columns)

    def _merges(self, sheet: str, root: _Element, rows: dict[int, Row | _Control]) -> None:
        """The faults of merged areas that hide a tag."""
        areas = [str(merge.get("ref")) for merge in root.iter(f"{{{MAIN}}}mergeCell")]
        if not areas:
            return
        tags: dict[int, list[int]] = {}
        for cell in root.iter(f"{{{MAIN}}}c"):
            if has_tag(self._text(cell) or ""):
                row, column = split_cell(str(cell.get("r")))
                tags.setdefault(column, []).append(row)
        held = [item.place.cell for item in rows.values() if isinstance(item, _Control)]
        controls = {split_cell(cell) for cell in held}
        self.faults += merge_faults(sheet, areas, tags, controls)

    # ----------------------------------------------------------------------------------------- rows

    def _row(
        self, sheet: str, number: int, element: _Element, shared: dict[str, tuple[int, int, str]]
    ) -> Row | _Control:
        """A row of the template: a pattern, or the control tag that it holds."""
        control = self._control(sheet, element)
        if control is not None:
            return control
        cells = [self._cell(sheet, number, cell, shared) for cell in element]
        attributes = {
            str(name): str(value)
            for name, value in element.attrib.items()
            if name not in ("r", "spans")
        }
        return Row(number, attributes, tuple(sorted(cells, key=lambda cell: cell.column)))

    def _control(self, sheet: str, element: _Element) -> _Control | None:
        """The first control tag of a row; beside any but ``prove``, every other cell is a fault."""
        for cell in element:
            match = CONTROL().match((self._text(cell) or "").strip())
            if match is None:
                continue
            if match[1] not in ("prove", "instead", "column"):
                self._refuse_others(sheet, element, cell, match[0])
            return _Control(
                Place(sheet, str(cell.get("r"))), match[1], match[2].removesuffix("-").strip()
            )
        return None

    def _refuse_others(self, sheet: str, row: _Element, control: _Element, tag: str) -> None:
        for other in row:
            if other is not control and len(other):
                self.fault(Place(sheet, str(other.get("r"))), NOT_ALONE, tag=tag)

    def _text(self, cell: _Element) -> str | None:
        """A cell's typed text, without formatting; ``None`` for numbers, formulas and blanks."""
        return typed_text(cell, self.strings)

    def _cell(
        self, sheet: str, row: int, cell: _Element, shared: dict[str, tuple[int, int, str]]
    ) -> Cell:
        """A cell of a pattern row: its column, its format, and what fills it."""
        _, column = split_cell(str(cell.get("r")))
        place = Place(sheet, cell_name(row, column))
        style = cell.get("s")
        content: Constant | Formula | Expression | None
        formula = cell.find(f"{{{MAIN}}}f")
        text = self._text(cell)
        if formula is not None:
            content = self._formula(place, row, column, formula, shared)
        elif text is None:
            value = cell.findtext(f"{{{MAIN}}}v")
            content = Constant(cell.get("t", "n"), value) if value is not None else None
        elif has_tag(text):
            content = self._expression(place, text)
        else:
            item = shared_string(cell, self.strings) if cell.get("t") == "s" else None
            rich = item is not None and item.rich
            content = Constant("rich", item.xml) if item and rich else Constant("s", text)
        return Cell(column, int(style) if style else None, content)

    def _expression(self, place: Place, text: str) -> Expression | None:
        try:
            return compile_bound(self.env, text, self._bindings(place))
        except syntax_error() as error:
            said = text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…"
            self.fault(place, BAD_JINJA, text=said, why=said_of(error))
        return None

    def _bindings(self, place: Place) -> Bindings:
        """What is bound in a cell's column, where columns were repeated."""
        columns = self.maps.get(place.sheet.casefold())
        return columns.bindings(split_cell(place.cell)[1]) if columns is not None else ()

    def _formula(
        self,
        place: Place,
        row: int,
        column: int,
        element: _Element,
        shared: dict[str, tuple[int, int, str]],
    ) -> Formula | None:
        """A formula in pieces, its strings with Jinja compiled; ``None`` after a fault."""
        kind = element.get("t", "normal")
        text = self._formula_text(row, column, element, shared)
        if kind == "dataTable" or not text:
            self.fault(place, DATA_TABLE)
            return None
        excess = formula_excess(text)
        if excess:
            self.fault(place, BAD_FORMULA, formula=f"{text[:30]}…", why=excess)
            return None
        try:
            pieces = tokenize(text)
        except ValueError as error:
            self.fault(place, BAD_FORMULA, formula=text, why=error)
            return None
        self._judge(place, text, pieces)
        area = str(element.get("ref", "")) if kind == "array" else ""
        return Formula(self._filled(place, pieces), text, area)

    @staticmethod
    def _formula_text(
        row: int, column: int, element: _Element, shared: dict[str, tuple[int, int, str]]
    ) -> str:
        """A formula's text; one of a shared formula is written out of the first, which is kept."""
        text = element.text or ""
        if element.get("t") != "shared":
            return text
        index = str(element.get("si"))
        if text:
            shared[index] = (row, column, text)
        elif index in shared:
            first_row, first_column, first = shared[index]
            return shift(first, row - first_row, column - first_column)
        return text

    def _filled(self, place: Place, pieces: tuple[Piece, ...]) -> tuple[Piece | Expression, ...]:
        """The pieces, with an expression for each string that holds Jinja."""
        filled: list[Piece | Expression] = []
        for piece in pieces:
            if not (isinstance(piece, Token) and piece.kind == "string" and has_tag(piece.text)):
                filled.append(piece)
                continue
            expression = self._expression(place, piece.text[1:-1].replace('""', '"'))
            if expression is not None:
                filled.append(expression)
        return tuple(filled)

    def _judge(self, place: Place, text: str, pieces: tuple[Piece, ...]) -> None:
        """What a finished plan's formula may not hold, however it was typed."""
        called = functions(pieces)
        for name in sorted(called & VOLATILE):
            self.fault(place, VOLATILE_FUNCTION, function=name)
        for name in sorted(called & AFTER_2016):
            self.fault(place, NEW_FUNCTION, function=name)
        if called & {"SUBTOTAL", "AGGREGATE"}:
            self.fault(place, SUBTOTAL_FUNCTION)
        self.faults += _faults_of_pieces(place, text, pieces)

    # --------------------------------------------------------------------------------------- blocks

    def _proofs(self, sheet: str, number: int, element: _Element) -> dict[int, Expression]:
        found = {}
        for cell in element:
            text = self._text(cell)
            if text is None or CONTROL().match(text.strip()) or not has_tag(text):
                continue
            _, column = split_cell(str(cell.get("r")))
            expression = self._expression(Place(sheet, cell_name(number, column)), text)
            if expression is not None:
                found[column] = expression
        return found

    def _alternative(
        self,
        item: _Control,
        number: int,
        element: _Element,
        shared: dict[str, tuple[int, int, str]],
    ) -> Alternative:
        """The cells of a row that may stand in place of those above, each with its condition."""
        match = _IF().match(item.rest)
        if match is None:
            self.fault(item.place, BAD_INSTEAD)
        cells, conditions = {}, {}
        for each in element:
            if not len(each) or str(each.get("r")) == item.place.cell or match is None:
                continue
            cell = self._cell(item.place.sheet, number, each, shared)
            cells[cell.column] = cell
            place = Place(item.place.sheet, cell_name(number, cell.column))
            conditions[cell.column] = self._condition(item.place, match[1], of=place)
        return Alternative(item.place, number, conditions, cells)

    def _blocks(
        self,
        sheet: str,
        rows: dict[int, Row | _Control],
        under: _Under,
        last: int,
    ) -> tuple[tuple[Block, ...], dict[int, Row]]:
        """The sheet's rows as nested blocks, and each pattern row by its number."""
        plain: dict[int, Row] = {}
        cursor = iter(range(1, last + 1))

        def body(
            variables: tuple[str, ...], repeats: bool, opened: _Control | None
        ) -> tuple[tuple[Block, ...], _Control | None]:
            """Read rows up to the control row that ends the present block."""
            blocks: list[Block] = []
            for number in cursor:
                item = rows.get(number, Row(number))
                if isinstance(item, Row):
                    row = replace(item, loop_variables=variables, repeats=repeats)
                    plain[number] = row
                    blocks.append(row)
                elif item.word in ("prove", "instead"):
                    changed = self._under(item, number, blocks, under)
                    if changed is not None:
                        plain[changed.number] = changed
                        blocks[-1] = changed
                elif item.word == "column":
                    continue
                elif item.word == "for":
                    blocks.append(self._loop(item, variables, body))
                elif item.word == "if":
                    blocks.append(self._choice(item, variables, repeats, body))
                elif opened is None:
                    self.fault(item.place, NEVER_OPENED, tag=item.word)
                else:
                    return tuple(blocks), item
            if opened is not None:
                self.fault(opened.place, NEVER_CLOSED, tag=opened.word)
            return tuple(blocks), None

        blocks, _ = body((), False, None)
        return blocks, plain

    def _under(self, item: _Control, number: int, blocks: list[Block], under: _Under) -> Row | None:
        """The pattern row right above a row that says more of it, with that; ``None`` where there
        is none.
        """
        above = blocks[-1] if blocks else None
        if not isinstance(above, Row) or above.last != number - 1:
            if item.word == "prove":
                self.fault(item.place, PROVE_ASTRAY)
            else:
                self.fault(item.place, INSTEAD_ASTRAY)
            return None
        if item.word == "instead":
            return replace(above, alternatives=(*above.alternatives, under.others[number]))
        proofs = under.proofs[number]
        held = {cell.column for cell in above.every_cell if isinstance(cell.content, Formula)}
        for column in proofs.keys() - held:
            self.fault(Place(item.place.sheet, cell_name(number, column)), PROVES_NO_FORMULA)
        return replace(above, proofs=proofs)

    def _loop(self, item: _Control, variables: tuple[str, ...], body: _Body) -> Loop:
        """The loop that a tag opens, read up to its end."""
        match = _FOR.match(item.rest)
        key, variable, items = match.groups() if match else (None, "_", "[]")
        if match is None:
            self.fault(item.place, BAD_LOOP)
        for name in {key, variable} & {*variables, *_MEANT} or ({key} & {variable}):
            self.fault(item.place, LOOP_NAME_TAKEN, variable=name)
        expression = self._condition(item.place, items, loop=True)
        inside, end = body((*variables, variable), True, item)
        otherwise: tuple[Block, ...] = ()
        if end is not None and end.word == "else":
            otherwise, end = body(variables, True, item)
        self._expect(end, "endfor")
        for inner in _loops(inside) if key else ():
            if key in (inner.variable, inner.key):
                self.fault(inner.place, LOOP_NAME_TAKEN, variable=key)
        return Loop(item.place, variable, expression, inside, otherwise, key or "")

    def _choice(
        self, item: _Control, variables: tuple[str, ...], repeats: bool, body: _Body
    ) -> Choice:
        branches: list[tuple[Expression | None, tuple[Block, ...]]] = []
        at: _Control | None = item
        while at is not None and at.word in ("if", "elif", "else"):
            condition = None if at.word == "else" else self._condition(at.place, at.rest)
            inside, end = body(variables, True, item)
            branches.append((condition, inside))
            at = end
        self._expect(at, "endif")
        return Choice(item.place, tuple(branches))

    def _expect(self, end: _Control | None, word: str) -> None:
        if end is not None and end.word != word:
            self.fault(end.place, WRONG_END, expected=word, found=end.word)

    def _condition(
        self, place: Place, source: str, *, loop: bool = False, of: Place | None = None
    ) -> Expression:
        """A tag's expression; ``of`` is the cell for which it is asked, if not the tag's."""
        try:
            if of is not None:
                source = bound_expression(self.env, source, self._bindings(of))
            compiled = compile_list if loop else compile_expression
            return compiled(self.env, source)
        except syntax_error() as error:
            self.fault(place, BAD_EXPRESSION, source=source, why=said_of(error))
            return compile_expression(self.env, "[]")


def _faults_of_pieces(place: Place, text: str, pieces: tuple[Piece, ...]) -> list[TemplateFault]:
    """What is wrong with the places and values that a formula names."""
    tokens = [piece for piece in pieces if isinstance(piece, Token)]
    outside_quotes = "".join(token.text for token in tokens if token.kind != "string")
    faults = []
    if "error" in [token.kind for token in tokens]:
        faults.append(TemplateFault(place, LOST_CELL, formula=text))
    if any(_in_another_book(piece) for piece in pieces):
        faults.append(TemplateFault(place, OTHER_WORKBOOK, formula=text))
    if "{{" in text and "{" in outside_quotes:
        faults.append(TemplateFault(place, TAG_OUTSIDE_QUOTES))
    return faults


def _loops(blocks: Iterable[Block]) -> Iterator[Loop]:
    """The loops among blocks, and those inside them."""
    for block in blocks:
        if isinstance(block, Loop):
            yield block
            yield from _loops((*block.body, *block.otherwise))
        elif isinstance(block, Choice):
            for _, inside in block.branches:
                yield from _loops(inside)


def _in_another_book(piece: Piece) -> bool:
    return isinstance(piece, Ref) and (piece.sheet or "").startswith("[")


if TYPE_CHECKING:
    from collections.abc import Callable

    _Body = Callable[
        [tuple[str, ...], bool, _Control | None], tuple[tuple[Block, ...], _Control | None]
    ]
