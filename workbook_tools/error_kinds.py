"""Every kind of failure that a user can meet: its code, title, sentence and what to do, once each.

Codes go by area: K1 files, K2 workbooks, K3 plans, K4 templates, K5 proof, K6 the open program,
K7 sending, K8 add-in and extension, K9 the command itself. A code is never given to something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_KINDS: dict[str, ErrorKind] = {}


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One kind of failure. ``sentence`` and ``hint`` are templates for ``str.format``.

    ``sample`` are values of the kind that the sentence takes, for its page and its test.
    """

    code: str
    title: str
    sentence: str
    hint: str
    sample: Mapping[str, object]

    def said(self, values: Mapping[str, object]) -> str:
        """The sentence, what to do, and the code. Raises ``KeyError`` where a value is missing."""
        hint = self.hint.format_map(values)
        told = self.sentence.format_map(values)
        return f"{told}; {hint} ({self.code})." if hint else f"{told} ({self.code})."


def kind(code: str, title: str, sentence: str, hint: str, **sample: object) -> ErrorKind:
    """Make and register a kind. Raises ``ValueError`` for a code that is taken."""
    if code in _KINDS:
        raise ValueError(f"{code} is taken")
    _KINDS[code] = ErrorKind(code, title, sentence, hint, sample)
    return _KINDS[code]


def error_kinds() -> dict[str, ErrorKind]:
    """All kinds by code, in the order of their codes."""
    return dict(sorted(_KINDS.items()))


# ------------------------------------------------------------------------------------------- files

NO_FILE = kind(
    "K101",
    "Không có tệp",
    "Không có tệp {path}",
    "hãy kiểm tra lại tên và thư mục",
    path="KeHoach2027.xlsx",
)
"""A file that was named is not there."""
