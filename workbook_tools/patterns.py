"""Regular expressions that are compiled when they are first asked for: a button press pays only for
those that its plan needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import AnyStr


def pattern(source: AnyStr, flags: int = 0) -> Callable[[], re.Pattern[AnyStr]]:
    """What gives the expression, the same at each call; a wrong one raises ``re.error`` there."""
    return cache(lambda: re.compile(source, flags))
