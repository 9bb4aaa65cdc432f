"""Names and addresses shown as what they are: what cannot be seen, what is written for machines,
and letters of other alphabets that look like ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from workbook_tools.machine.screen import one_line, without_unseen
from workbook_tools.send.mail import Mail

_CODED = "xn--"
_SCRIPTS = {
    "LATIN": "La-tinh",
    "CYRILLIC": "Ki-rin",
    "GREEK": "Hy Lạp",
    "ARMENIAN": "Ác-mê-ni",
    "HEBREW": "Do Thái",
    "ARABIC": "Ả Rập",
    "CJK": "Hán",
    "FULLWIDTH": "toàn khổ",
}
_INSIDE = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


def shown(address: str) -> str:
    """An address as it may be read: a domain that is written for machines (``xn--``) is followed by
    what it stands for, and by the alphabets that it is made of.
    """
    domain = decoded(address)
    if not domain:
        return one_line(address)
    return f"{one_line(address)} (đọc là {one_line(domain)}, chữ {' lẫn '.join(scripts(domain))})"


def decoded(address: str) -> str:
    """What the domain of an address stands for where it is written for machines; else nothing."""
    labels = address.rpartition("@")[2].split(".")
    if not any(label.lower().startswith(_CODED) for label in labels):
        return ""
    return ".".join(map(_decoded_label, labels))


def _decoded_label(label: str) -> str:
    if not label.lower().startswith(_CODED):
        return label
    try:
        return label[len(_CODED) :].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return "?"


def scripts(text: str) -> tuple[str, ...]:
    """The alphabets that a text's letters are of, each once, in order."""
    found = dict.fromkeys(_script(letter) for letter in text if letter.isalpha())
    return tuple(found) or (_SCRIPTS["LATIN"],)


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "?").split()[0]
    return _SCRIPTS.get(word, word.capitalize())


def doubts_about(mail: Mail) -> tuple[str, ...]:
    """A sentence for each recipient who may be somebody else than it seems."""
    people = dict.fromkeys((*mail.to, *mail.cc))
    return tuple(f"Người nhận {said}." for entry in people for said in _doubts(*entry))


def _doubts(name: str, address: str) -> Iterator[str]:
    """What is odd about a name and its address."""
    plain = one_line(name)
    if without_unseen(name) != name:
        yield f"“{plain}” có ký tự ẩn trong tên"
    for word in re.findall(r"\w+", name):
        if len(mixed := scripts(word)) > 1:
            yield f"“{plain}” có từ lẫn nhiều loại chữ ({', '.join(mixed)})"
            break
    others = [held for held in _INSIDE.findall(name) if held.casefold() != address.casefold()]
    if others:
        yield f"“{plain}” mang tên của một địa chỉ khác với {shown(address)}"
    if decoded(address):
        yield f"“{plain}” có địa chỉ {shown(address)}"
