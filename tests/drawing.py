"""The drawing of the house on ``docs/dev/architecture.md``: made from the imports, read back."""

from __future__ import annotations

import re
from collections.abc import Collection

from tests.conftest import ROOT
from tests.test_house import PACKAGE, STOREYS, module_name, modules, own, room

PAGE = ROOT / "docs/dev/architecture.md"
GROUND = frozenset({"place", "error_kinds", "errors"})
"""What every room stands on; arrows to it are left out of the drawing."""

DRAWING = re.compile(r"```mermaid\n(.*?)```\n", re.DOTALL)
_ARROW = re.compile(r"^\s*(\w+) --> (\w+(?: & \w+)*)$", re.MULTILINE)

Arrow = tuple[str, str]


def imports() -> frozenset[Arrow]:
    """Which room imports which, as the modules stand; without the package's own door and the
    ground floor.
    """
    pairs = {
        (room(module_name(path)), room(other))
        for path in modules()
        if path != PACKAGE / "__init__.py"
        for other in own(path)
    }
    return frozenset(pair for pair in pairs if pair[0] != pair[1] and not GROUND & set(pair))


def drawn(page: str) -> frozenset[Arrow]:
    """The arrows of the drawing on a page. Raises ``ValueError`` where there is not exactly one."""
    drawings = DRAWING.findall(page)
    if len(drawings) != 1:
        raise ValueError(f"{len(drawings)} drawings of the house")
    lines = _ARROW.findall(drawings[0])
    return frozenset(
        (above, below) for above, all_below in lines for below in all_below.split(" & ")
    )


def drawing(arrows: Collection[Arrow]) -> str:
    """The drawing as Mermaid: the storeys from the top, then a line for each room that imports."""
    storeys = [sorted(rooms - GROUND) for rooms in reversed(STOREYS) if rooms - GROUND]
    lines = ["flowchart TB"]
    for number, rooms in enumerate(storeys, 1):
        lines += [f"    subgraph s{number} [ ]", *(f"        {name}" for name in rooms), "    end"]
    for name in (name for rooms in storeys for name in rooms):
        below = sorted(other for above, other in arrows if above == name)
        if below:
            lines.append(f"    {name} --> {' & '.join(below)}")
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"
