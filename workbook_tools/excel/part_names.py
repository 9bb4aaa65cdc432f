"""The names of parts as everything else writes them, whatever their capitals in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

TYPES_PART = "[Content_Types].xml"
_RELS_FOLDER = "_rels/"


def known_names(names: Iterable[str]) -> dict[str, str]:
    """Each name of a package's file, and the one that it is known by here.

    Only the part of content types and the parts of relationships are looked for by a name that
    nobody writes down, so only these are named anew: after the part that they belong to.
    """
    found = list(names)
    by_folded = {name.casefold(): name for name in found}
    return {name: _known_name(name, by_folded) for name in found}


def _known_name(name: str, by_folded: dict[str, str]) -> str:
    folded = name.casefold()
    if folded == TYPES_PART.casefold():
        return TYPES_PART
    folder, mark, last = folded.rpartition(_RELS_FOLDER)
    if not mark or not last.endswith(".rels") or "/" in last or (folder and folder[-1] != "/"):
        return name
    owner = by_folded.get(folder + last.removesuffix(".rels"), "")
    if not owner:
        return "_rels/.rels" if folded == "_rels/.rels" else name
    head, _, tail = owner.rpartition("/")
    return f"{head}/_rels/{tail}.rels" if head else f"_rels/{tail}.rels"


def named_part(target: str, by_folded: Mapping[str, str]) -> str | None:
    """The part that a target means where none has its very name: other capitals, or characters
    written as in a web address; ``None`` where there is no such part. ``by_folded`` gives the parts
    by their names in small letters.
    """
    for said in (target, unquote(target)):
        found = by_folded.get(said.casefold())
        if found is not None:
            return found
    return None
