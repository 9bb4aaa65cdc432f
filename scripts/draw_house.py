"""The drawing of the house, as the imports are now: python -m scripts.draw_house [--write].

Without ``--write`` it is printed; with it, it replaces the one in ``docs/dev/architecture.md``.
"""

from __future__ import annotations

import sys

from tests.drawing import DRAWING, PAGE, drawing, imports


def main(arguments: list[str]) -> None:
    """Print the drawing, or put it in its place on the page."""
    made = drawing(imports())
    if arguments == ["--write"]:
        PAGE.write_text(DRAWING.sub(lambda _: made, PAGE.read_text("utf-8")), "utf-8")
    else:
        print(made, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
