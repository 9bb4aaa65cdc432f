"""A workbook of the form “Strict Open XML” in the transitional form that Excel writes by itself."""

from __future__ import annotations

from workbook_tools.excel.package import Package

_STRICT = b"http://purl.oclc.org/ooxml/"
_HOME = b"http://schemas.openxmlformats.org/"
_NAMES = (
    (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
    (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
    (b"officeDocument/", b"officeDocument/2006/"),
    (b"spreadsheetml/", b"spreadsheetml/2006/"),
    (b"wordprocessingml/", b"wordprocessingml/2006/"),
    (b"drawingml/", b"drawingml/2006/"),
)
"""What a name of the strict form begins with, behind its home → the same in the other form."""


def transitional(package: Package) -> Package:
    """The package with every name of the strict form as the other form has it; the same package
    where it has none. Raises ``InputError`` for a part that is damaged.
    """
    texts = (name for name in package.parts if name.endswith((".xml", ".rels")))
    held = {name: package.read(name) for name in texts}
    return package.changed({n: _renamed(data) for n, data in held.items() if _STRICT in data})


def _renamed(data: bytes) -> bytes:
    for strict, usual in _NAMES:
        data = data.replace(_STRICT + strict, _HOME + usual)
    return data
