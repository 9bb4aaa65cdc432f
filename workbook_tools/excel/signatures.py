"""The digital signature of a workbook: it holds for the very bytes that were signed, and is void
once anything is changed. (The signature of a VBA project is another: it covers the macros alone,
which are carried over as they are, and stays.)
"""

from __future__ import annotations

from workbook_tools.excel.package import (
    TYPES_PART,
    Package,
    reachable,
    relationships,
    relationships_xml,
    rels_name,
    to_xml,
)

_TYPE = "/digital-signature/"
_FOLDER = "_xmlsignatures/"


def is_signed(package: Package) -> bool:
    """Whether a workbook carries a digital signature."""
    return bool(_signature_parts(package)) or any(
        _TYPE in rel.type for rel in relationships(package, "")
    )


def unsigned(package: Package) -> Package:
    """The workbook without its digital signature; the very same where it has none."""
    if not is_signed(package):
        return package
    gone = _signature_parts(package)
    kept = [rel for rel in relationships(package, "") if _TYPE not in rel.type]
    types = package.tree_to_change(TYPES_PART)
    for element in list(types):
        part = str(element.get("PartName", "")).removeprefix("/")
        if part in gone or "digital-signature" in str(element.get("ContentType", "")):
            types.remove(element)
    parts = {rels_name(""): relationships_xml("", kept), TYPES_PART: to_xml(types)}
    return package.changed(parts, gone)


def _signature_parts(package: Package) -> set[str]:
    """The parts of the signature: what its relationships lead to, and its folder."""
    origins = [rel.target for rel in relationships(package, "") if _TYPE in rel.type]
    found = {name for name in package.parts if name.lower().startswith(_FOLDER)}
    found |= reachable(package, [name for name in origins if name in package])
    return found | {rels_name(name) for name in found if rels_name(name) in package}
