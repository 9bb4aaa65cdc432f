"""The stages of a build: what the user is told of each, and how long each took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STAGES = {
    "read": "Đọc kế hoạch",
    "check": "Kiểm tra",
    "template": "Đọc tệp mẫu",
    "layout": "Xếp dòng",
    "write": "Ghi trang tính",
    "prove": "Kiểm chứng công thức",
    "flag": "Đánh dấu",
    "pack": "Đóng gói",
}
"""The stages of a build, in order, and what the user is told of each."""

Progress = Callable[[str], None]
"""Is told the name of each stage (a key of ``STAGES``) as it begins."""


@contextmanager
def stage(name: str, timings: dict[str, float], progress: Progress | None = None) -> Iterator[None]:
    """Tell that a stage begins, and add the seconds that it takes to ``timings``."""
    if progress is not None:
        progress(name)
    start = time.perf_counter()
    yield
    timings[name] = timings.get(name, 0.0) + time.perf_counter() - start
