"""Progress on the terminal for long work; short work shows nothing and loads nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

LONG_BYTES = 400_000
"""The size of a plan file from which a build is long enough for a person to wonder (some thousands
of rows).
"""


@contextmanager
def progress(stages: Mapping[str, str], size: int) -> Iterator[Callable[[str], None] | None]:
    """A function that is told each stage as it begins; ``None`` where nobody watches or it is soon
    done.
    """
    if size < LONG_BYTES or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=len(stages) + 1)

        def begin(stage: str) -> None:
            bar.update(task, advance=1, description=stages[stage])

        yield begin
