"""Every sentence, label and heading that a user may read, each with where it stands."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import openpyxl
from lxml import etree

from tests.conftest import ROOT
from tests.faults.scoring import broken, checked
from workbook_tools.check import RULES, check_plan
from workbook_tools.cli import _parser
from workbook_tools.error_kinds import CLEAN_FORMULA, FAMILIES, NOT_PROVED, error_kinds
from workbook_tools.host.edits import GENERATED
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read import read_plan
from workbook_tools.send.mail import FOLDER, Attachment, composed

MARKED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_BARE = re.compile(r"\b(khong|duoc|nguoi|truoc|hoac|nhung|cua|tep|chuong trinh|ke hoach)\b", re.I)
"""Words by which a sentence is known that lost its marks."""
_ASKED = ("compile", "pattern", "sub", "match", "fullmatch", "search", "findall", "split")
"""Calls whose texts are looked for, not said."""
_OF_CELLS = ("bad", "good")
"""What a rule's examples are called; they are read off the rules."""
READ_NOT_SAID = (
    "machine/state.py",
    "plan/citation.py",
    "plan/money.py",
    "plan/numbering.py",
    "plan/numerals.py",
    "plan/provinces.py",
    "plan/quantities.py",
    "plan/vietnamese.py",
    "plan/words.py",
    "read/appendix.py",
    "read/legacy.py",
    "read/periods.py",
    "read/vocabulary.py",
    "read/levels.py",
    "render/letter_widths.py",
    "send/overlooked.py",
)
"""Modules whose Vietnamese is letters, names of files, or what offices write in any spelling."""


class Said(NamedTuple):
    """A text that a user may read; ``typed``: it shows what stands in cells, without units."""

    where: str
    text: str
    typed: bool = False


def everything() -> list[Said]:
    """All of them."""
    return [
        *of_rules(),
        *of_findings(),
        *of_errors(),
        *of_help(),
        *of_code(),
        *of_workbooks(),
        *of_built(),
        *of_pages(),
        *of_mails(),
        *of_ribbon(),
        *of_macros(),
    ]


def of_rules() -> Iterator[Said]:
    """Titles, explanations and examples."""
    for code, rule in RULES.items():
        for text in (rule.title, rule.explanation):
            yield Said(f"rule {code}", text)
        for example in (rule.bad, rule.good):
            yield Said(f"example of {code}", str(example), typed=True)


def of_findings() -> Iterator[Said]:
    """What each rule says of a plan that is broken, and all that is found in the scanned one."""
    found = [*check_plan(read_plan(ROOT / "examples/dong-nai-2021-as-scanned.xlsx"))]
    for code in RULES:
        draft, _ = broken(code, 7)
        found += [finding for finding in checked(draft) if finding.rule == code][:2]
    for finding in found:  # without what they quote of cells
        yield Said(f"finding {finding.rule}", re.sub("“[^”]*”", "“…”", finding.message))
        yield Said(f"hint {finding.rule}", finding.hint)


def of_errors() -> Iterator[Said]:
    """Each kind of error as it is met, and the families; a formula's results have no unit."""
    for code, kind in error_kinds().items():
        for text in (kind.title, kind.example, kind.example_hint):
            told = text.replace("{{", "{").replace("}}", "}")
            yield Said(f"error {code}", told, typed=kind in (NOT_PROVED, CLEAN_FORMULA))
    for code, texts in FAMILIES.items():
        for text in texts:
            yield Said(f"errors {code}", text)


def of_help() -> Iterator[Said]:
    """The help of the command, of each of its commands, and of the buttons."""
    parser = _parser()
    names = r"^    [a-z]+  |kehoach [a-z]+"
    yield Said("kehoach --help", re.sub(names, "", parser.format_help(), flags=re.M))
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                told = inner.format_help().replace(f"kehoach {name}", "kehoach")
                yield Said(f"kehoach {name} --help", told)


def of_code() -> Iterator[Said]:
    """The texts in the code that are Vietnamese, or lost their marks."""
    files = [*(ROOT / "workbook_tools").rglob("*.py"), ROOT / "macros/libreoffice_buttons.py"]
    for file in sorted(files):
        if not str(file).endswith(READ_NOT_SAID):
            for line, text in texts_of(ast.parse(file.read_text("utf-8"))):
                yield Said(f"{file.relative_to(ROOT)}:{line}", text)


def texts_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts of a module that somebody may be told, each with its line: no docstrings, nothing
    that is looked for.
    """
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            skipped.update(map(id, ast.iter_child_nodes(node)))
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # a docstring
        elif isinstance(node, ast.keyword) and node.arg in _OF_CELLS:
            skipped.add(id(node.value))
        elif isinstance(node, ast.Call) and _name_of(node.func) in _ASKED:
            skipped.update(map(id, ast.iter_child_nodes(node)))
        elif isinstance(node, ast.JoinedStr):
            skipped.update(map(id, ast.iter_child_nodes(node)))
            yield from _if_said(node.lineno, "".join(map(_part, node.values)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _if_said(node.lineno, node.value)


def _if_said(line: int, text: str) -> Iterator[tuple[int, str]]:
    if MARKED.search(text) or _BARE.search(text):
        yield line, text


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _part(value: ast.expr) -> str:
    """A part of a text; what is filled in stands as an amount, a unit, or a name in quotes."""
    if isinstance(value, ast.Constant):
        return str(value.value)
    filled = ast.unparse(value)
    if "format_amount(" in filled:
        return "1.500,5"
    return "ngàn đồng" if "unit" in filled else "“…”"


def of_workbooks() -> Iterator[Said]:
    """What stands in the template, of which every plan and every finished workbook is made."""
    file = ROOT / "templates/KeHoach_template.xlsx"
    book = openpyxl.load_workbook(file)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith(("=", "{%")):
                    yield Said(f"{file.name} {sheet.title}!{cell.coordinate}", cell.value)
        for rule in sheet.data_validations.dataValidation:
            for text in filter(None, (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error)):
                yield Said(f"{file.name} {sheet.title} {rule.sqref}", text)
    with ZipFile(file) as parts:
        for name in parts.namelist():
            if name.startswith("xl/charts/"):
                for text in etree.fromstring(parts.read(name)).itertext("{*}t"):
                    yield Said(f"{file.name} {name}", str(text))


def of_built() -> Iterator[Said]:
    """What the generated sheets of a plan with findings say beside the plan's own texts."""
    built = build_workbook(ROOT / "examples/dong-nai-2021-as-scanned.xlsx")
    book = openpyxl.load_workbook(BytesIO(built.data))
    texts: dict[str, dict[str, str]] = {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and not cell.value.startswith("=")
        }
        for sheet in book
    }
    typed = {
        text for title, cells in texts.items() if title not in GENERATED for text in cells.values()
    }
    for title in GENERATED:
        for cell, text in texts.get(title, {}).items():
            if text not in typed:
                yield Said(f"built {title}!{cell}", re.sub("“[^”]*”", "“…”", text))


def of_pages() -> Iterator[Said]:
    """The guides, without code; of the glossary not the words that are not to be used."""
    for file in sorted((ROOT / "docs").glob("*.md")):
        text = file.read_text("utf-8")
        if not MARKED.search(text.partition("\n")[0]):
            continue
        if file.name == "glossary.md":
            rows = [row.split("|") for row in text.splitlines()]
            text = "\n".join(f"{row[1]}\n{row[3]}" for row in rows if len(row) == 6)
        for number, line in enumerate(_prose(text), 1):
            yield Said(f"docs/{file.name}:{number}", line)


def _prose(text: str) -> list[str]:
    """The lines of a page, those of code empty, links and code in a line taken out."""
    fenced = re.sub(r"```.*?```", lambda code: "\n" * code[0].count("\n"), text, flags=re.S)
    without = re.sub(r"`[^`]*`", lambda code: "“…”" + "\n" * code[0].count("\n"), fenced)
    return re.sub(r"\]\([^)]*\)", "]", without).splitlines()


def of_mails() -> Iterator[Said]:
    """A mail with everything in it, and its texts as they are written."""
    plan = read_plan(
        ROOT / "examples/dong-nai-2021.xlsx",
        particulars={"Người gửi": "Lê Thị Mai", "Chức vụ": "Phó Giám đốc", "Điện thoại": "0251"},
    )
    findings = check_plan(read_plan(ROOT / "examples/dong-nai-2021-as-scanned.xlsx"))
    sent = composed(plan, findings[:1], (Attachment("x.xlsx", b""),), unit="Công ty An Phát")
    html = " ".join(map(str, etree.fromstring(sent.html, etree.HTMLParser()).itertext()))
    for name, text in (("subject", sent.subject), ("text", sent.text), ("html", html)):
        yield Said(f"mail {name}", text)
    for file in FOLDER.iterdir():
        text = re.sub(r"\{%.*?%\}|<[^>]*>", " ", file.read_text("utf-8"))
        text = re.sub(r"\{\{[^}]*\| money \}\}", "1.500,5", text)
        yield Said(file.name, re.sub(r"\{\{[^}]*unit.name \}\}", "ngàn đồng", text))


def of_ribbon() -> Iterator[Said]:
    """The labels of the ribbon and what is told of its buttons."""
    for element in etree.parse(ROOT / "macros/customUI14.xml").iter():
        for name in ("label", "screentip", "supertip"):
            text = element.get(name)
            if text is not None:
                yield Said(f"customUI14.xml {element.get('id')} {name}", text)


def of_macros() -> Iterator[Said]:
    """The sentences of the macros, whose letters beyond ASCII are written as numbers."""
    for file in (ROOT / "macros").glob("*.bas"):
        for text in re.findall(r'Letters\("([^"]*)"\)', file.read_text("ascii")):
            yield Said(file.name, re.sub(r"~([0-9A-F]+)~", lambda at: chr(int(at[1], 16)), text))
    script = (ROOT / "macros/KhuyenCong.applescript").read_text("utf-8")
    for text in filter(MARKED.search, re.findall(r'"([^"]*)"', script)):
        yield Said("KhuyenCong.applescript", text)


def forbidden_words(page: Path = ROOT / "docs/glossary.md") -> dict[str, str]:
    """The words of the glossary's last column, each with the one to be used."""
    words: dict[str, str] = {}
    for row in page.read_text("utf-8").splitlines():
        cells = row.split("|")
        if len(cells) == 6:
            words |= dict.fromkeys(re.findall("“([^”]+)”", cells[4]), cells[1].strip())
    return words
