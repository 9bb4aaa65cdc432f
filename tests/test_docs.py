"""The docs say what is there: the drawing of the house, the walk through a build, commands, files,
links, figures, names of the contract, codes of the rules.
"""

from __future__ import annotations

import argparse
import doctest
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import workbook_tools
from tests.check.examples import findings_on
from tests.conftest import ROOT
from tests.drawing import PAGE, drawing, drawn, imports
from tests.forms import FOUR, HEADS, form_file, form_plan
from tests.plans import SMALL, plan_file
from tests.render.outputs import results
from tests.templates import tag, template_of
from workbook_tools.check import RULES, Severity, check_plan
from workbook_tools.check.register import registered
from workbook_tools.cli import _parser
from workbook_tools.error_kinds import _KINDS, error_kinds
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import build_workbook, load_template
from workbook_tools.jobs.json_report import report
from workbook_tools.place import Place
from workbook_tools.plan.form import COLUMNS, DEFAULT_FORM, LEVELS, PARTICULARS
from workbook_tools.plan.model import Plan
from workbook_tools.read.source import source_of

DEV = ROOT / "docs/dev"
PAGES = sorted(
    page
    for pattern in ("*.md", "macros/*.md", "changes/*.md", "docs/**/*.md")
    for page in ROOT.glob(pattern)
)
FENCE = re.compile(r"^```\w*$", re.MULTILINE)
RESERVED = "## Reserved for later, not yet built"


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


# -------------------------------------------------------------------------------------- the drawing


def test_every_arrow_that_is_drawn_is_an_import() -> None:
    assert not drawn(PAGE.read_text("utf-8")) - imports()


def test_every_import_between_rooms_is_drawn() -> None:
    assert not imports() - drawn(PAGE.read_text("utf-8")), "make house draws it anew"


def test_the_drawing_has_the_storeys_of_now() -> None:
    assert drawing(imports()) in PAGE.read_text("utf-8"), "make house draws it anew"


def test_a_drawing_is_read_back_as_it_was_drawn() -> None:
    arrows = frozenset({("jobs", "read"), ("jobs", "plan"), ("read", "plan")})
    assert drawn(drawing(arrows)) == arrows


def test_a_page_without_a_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 drawings"):
        drawn("# Architecture\n")


# ------------------------------------------------------------------------------------ what is shown


def test_the_walk_through_one_build_shows_what_comes_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    page = FENCE.sub("", text("docs/dev/one-build.md"))
    walk = doctest.DocTestParser().get_doctest(page, {}, "one-build.md", "docs/dev/one-build.md", 0)
    result = doctest.DocTestRunner().run(walk)
    assert result.attempted > 40
    assert result.failed == 0, capsys.readouterr().out


def recipes_of(heading: str) -> list[str]:
    """The code under a heading of the guide for those who change this program."""
    section = text("CONTRIBUTING.md").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^ *```python\n(.*?)```", section, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(recipe) for recipe in found]


def recipe_of(heading: str) -> str:
    """The only code there."""
    (recipe,) = recipes_of(heading)
    return recipe


def test_the_recipe_of_a_source_is_a_row() -> None:
    made: dict[str, Any] = {}
    exec(recipe_of("Add a funding source"), made)
    assert list(made["ROW"]) == HEADS
    data = form_file([*FOUR, list(made["ROW"].values())], [[None, 1, 2, 3, 4, 5], [None, 9]])
    built = build_workbook(source_of(data, "k.xlsx"), load_template())
    assert built.proof.written == built.proof.proved
    added = built.plan.form.sources[-1]
    assert (added.code, added.printed) == ("LongGhep", "Vốn lồng ghép NTM")
    assert built.plan.amounts[added.key] == Decimal(5)
    assert built.plan.projects[0].supported == 8  # a norm limits it, too


def test_the_recipe_of_a_column_sums_and_proves_it() -> None:
    made: dict[str, Any] = {}
    exec(recipe_of("Add a column"), made)
    rows: dict[int, dict[str, Any]] = {
        2: tag("for project in plan.projects"),
        3: {"A": "{{ project.tt }}", "C": made["SHOWN"]},
        4: tag("endfor"),
        5: {"A": "Cộng", "C": made["SUMMED"]},
        6: {"A": "{% prove %}", "C": made["PROVED"]},
    }
    plan = form_plan(FOUR, [[None, 1], [None, 2], [None, 3]], {"Số học viên": [30, "chưa rõ", 12]})
    built = build_workbook(plan, template_of(rows))
    held = results(built.data, "PhuLuc")
    assert (built.proof.proved, list(held.values())) == (1, ["42"])


def test_the_recipe_of_a_command_makes_a_command(tmp_path: Path) -> None:
    job, door = recipes_of("Add a command")
    for name in ("workbook_tools", "templates", "macros"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "workbook_tools/jobs/size.py").write_text(job, "utf-8")
    cli = tmp_path / "workbook_tools/cli.py"
    code = cli.read_text("utf-8")
    assert code.count("        _add_unflag,\n") == 1
    listed = code.replace("        _add_unflag,\n", "        _add_unflag,\n        _add_size,\n")
    head, main, tail = listed.partition("\ndef _names(")
    cli.write_text(f"{head}\n{door}\n{main}{tail}", "utf-8")
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(SMALL))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "workbook_tools", "size", str(plan)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "3 đề án, 195 ngàn đồng\n", "")


def test_the_recipe_of_an_error_makes_an_error() -> None:
    before = dict(error_kinds())
    try:
        made: dict[str, Any] = {"__name__": "recipe"}
        exec(recipe_of("Add an error"), made)
        (code,) = set(error_kinds()) - set(before)
        with pytest.raises(InputError, match=rf"Ô ThongTin!B2: “Tỉnh” là “\?”.*\({code}\)"):
            made["province"]("?", Place("ThongTin", "B2"))
        assert made["province"]("Đồng Nai", Place("ThongTin", "B2")) == "Đồng Nai"
    finally:
        _KINDS.clear()
        _KINDS.update(before)


def test_the_recipe_of_a_rule_makes_a_rule() -> None:
    recipe = recipe_of("Add a rule")
    before = set(registered())
    try:
        exec(recipe, {"__name__": "recipe"})
        (code,) = set(registered()) - before
        assert code not in before
        found = [finding for finding in check_plan(Plan()) if finding.rule == code]
        assert [(finding.severity, finding.where) for finding in found] == [
            (Severity.NOTE, "NoiNhan")
        ]
        made = registered()[code]
        told = [(finding.rule, finding.where, finding.message) for finding in findings_on(made.bad)]
        assert told == [(code, made.bad.where, made.bad.says)]
        assert findings_on(made.good) == ()
    finally:
        for code in set(registered()) - before:
            del registered()[code]


# ----------------------------------------------------------------------------- commands and options


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """``new``, ``build`` … and ``addin build``, each with its parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                words = [
                    word
                    for argument in inner._actions
                    if not argument.option_strings and argument.choices
                    for word in argument.choices
                ]
                yield from ((f"{name} {word}", inner) for word in words or ())
                if not words:
                    yield name, inner


COMMANDS = dict(commands(_parser()))
OPTIONS = sorted(
    {
        option
        for parser in COMMANDS.values()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option not in ("--help", "--out")
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_in_the_contract(command: str) -> None:
    assert f"kehoach {command}" in text("docs/dev/contract.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_told_to_those_who_use_it(command: str) -> None:
    told = [page for page in PAGES if DEV not in page.parents and page.name != "CHANGELOG.md"]
    assert any(f"kehoach {command}" in page.read_text("utf-8") for page in told)


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_is_in_the_contract(option: str) -> None:
    assert f"{option}" in text("docs/dev/contract.md").partition(RESERVED)[0]


def test_the_docs_name_no_command_that_is_not_there() -> None:
    known = {command.split()[0] for command in COMMANDS} | {"--host"}
    said = {
        f"{name_of(page)}: {command}"
        for page in PAGES
        for command in re.findall(
            r"(?:`|^)kehoach ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE
        )
        if command not in known
    }
    assert not said


# ---------------------------------------------------------------------------------- links and files


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    inner = [link.partition("#")[0] for link in links if "://" not in link]
    assert not [link for link in inner if link and not (page.parent / link).exists()]


@pytest.mark.parametrize(
    "page", [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted(DEV.glob("*.md"))], ids=name_of
)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = re.findall(
        r"`((?:workbook_tools|tests|scripts|docs|macros|templates|benchmarks|examples|changes)/[\w./-]*)`",
        page.read_text("utf-8"),
    )
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize(
    "page", [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted(DEV.glob("*.md"))], ids=name_of
)
def test_every_target_of_make_that_is_named_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", page.read_text("utf-8"))) <= targets


def tables(page: str) -> Iterator[tuple[str, str]]:
    """Each table with the nearest text before and after it in its section."""
    for section in re.split(r"^## ", page, flags=re.MULTILINE):
        blocks = section.split("\n\n")
        texts = [at for at, block in enumerate(blocks) if not block.startswith("| ")]
        for at in sorted(set(range(len(blocks))) - set(texts)):
            near = [*[t for t in texts if t < at][-1:], *[t for t in texts if t > at][:1]]
            yield blocks[at], "\n".join(blocks[t] for t in near)


def test_every_table_of_figures_in_the_readme_has_its_command_beside_it() -> None:
    bare = [
        table
        for table, beside in tables(text("README.md"))
        if re.search(r"\| [\d.,]+ ", table)
        and not re.search(r"`(make bench|python -m benchmarks)[^`]*`", beside)
    ]
    assert not bare


# ------------------------------------------------------------------------------------- the contract


@pytest.mark.parametrize(
    "name", [*COLUMNS.values(), *PARTICULARS, *LEVELS, *DEFAULT_FORM.total_names.values()]
)
def test_the_contract_has_every_name_of_the_form(name: str) -> None:
    assert f"`{name}`" in text("docs/dev/contract.md").partition(RESERVED)[0]


def test_the_contract_has_every_key_of_the_report() -> None:
    promised = text("docs/dev/contract.md").partition(RESERVED)[0]
    keys = set(re.findall(r'"(\w+)":', report(Plan(), check_plan(Plan()), None, {}).decode()))
    assert not {key for key in keys if f'"{key}"' not in promised}


def test_the_page_of_the_rules_has_every_code_and_no_other() -> None:
    assert re.findall(r"^\| ([A-Z]\d\d) ", text("docs/dev/rules.md"), re.MULTILINE) == list(RULES)


# ---------------------------------------------------------------------------- version and changelog


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "workbook_tools/__init__.py"
    assert text("workbook_tools/__init__.py").count(workbook_tools.__version__) == 1


def test_the_installed_package_has_the_version_of_the_code() -> None:
    assert metadata.version("workbook-tools") == workbook_tools.__version__


def test_the_fragments_make_a_section_of_the_changelog() -> None:
    draft = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9.9.9"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    fragments = [path for path in (ROOT / "changes").glob("*.md") if path.name != "README.md"]
    written = [line for path in fragments for line in path.read_text("utf-8").split("\n") if line]
    assert "## 9.9.9" in draft
    assert not [line for line in written if line not in draft]


def test_the_hooks_do_what_make_lint_does() -> None:
    hooks = set(re.findall(r"entry: \.venv/bin/(.+)", text(".pre-commit-config.yaml")))
    lint = text("Makefile").partition("\nlint:")[2].partition("\n\n")[0]
    assert hooks == set(re.findall(r"\$\(BIN\)/(.+)", lint))
