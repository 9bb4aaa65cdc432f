"""The mail: recipients, subject and body, and a draft that a person looks at before it goes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr
from hashlib import sha256
from pathlib import Path
from traceback import extract_tb
from typing import Any

from workbook_tools.check import Finding
from workbook_tools.error_kinds import (
    BAD_MAIL_TEXT,
    MAIL_TEXT_NOT_COMPUTED,
    NO_MAIL_ADDRESS,
    NO_MAIL_TEXT,
    ODD_LETTER,
)
from workbook_tools.errors import InputError, TemplateError, TemplateFault
from workbook_tools.machine.reasons import reason
from workbook_tools.machine.screen import one_line, without_unseen
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan, Recipient, amount_of
from workbook_tools.plan.money import grouped

FOLDER = Path(__file__).resolve().parent / "templates"
"""Where the texts of the mail lie: ``subject.txt``, ``body.txt``, ``body.html``."""

_WORD = 68
_LONGEST_TEXT = 1_000_000
"""The longest text of a mail, as it is kept and as it is filled in."""
_BREAKING = ("Cc", "Zl", "Zp")
"""The categories of control characters and of what breaks lines and paragraphs."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,58}[A-Za-z0-9])\Z"
)
_COPIED = ("cc", "đồng gửi", "đồng kính gửi")
"""The kinds (``Hình thức``) of those who get a copy."""
_LONGEST_BOX, _LONGEST = 64, 254
"""The letters before the sign and in all, as RFC 5321 has it."""
_KINDS = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("application", "pdf"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, not yet sent. ``to`` and ``cc`` are (name, address)."""

    to: tuple[tuple[str, str], ...]
    cc: tuple[tuple[str, str], ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address, small letters, each once."""
        return tuple(dict.fromkeys(address.lower() for _, address in (*self.to, *self.cc)))


def recipients(
    plan: Plan, unit: str = ""
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Who gets the mail (``Nơi nhận chính``, ``Đồng gửi``, or as of old ``đến``, ``cc``) by the
    sheet ``NoiNhan``, named as typed; for a slice, those of its unit.

    Raises ``InputError`` for an address that is none, or that holds letters that look like others.
    """
    to: list[tuple[str, str]] = []
    cc: list[tuple[str, str]] = []
    for held in plan.recipients:
        if not held.email or (unit and held.organisation.casefold() != unit.casefold()):
            continue
        entry = (held.name or held.organisation, checked_address(held))
        (cc if held.kind.casefold() in _COPIED else to).append(entry)
    return tuple(to), tuple(cc)


def checked_address(held: Recipient) -> str:
    """A recipient's address. Raises ``InputError`` naming its row."""
    return checked(held.email, Place("NoiNhan", f"C{held.row}" if held.row else ""))


def checked(text: str, place: Place) -> str:
    """An address as it may stand in a header. Raises ``InputError`` where it is none, or has
    letters of other alphabets.
    """
    address = text.strip()
    said = one_line(address if len(address) <= _LONGEST else f"{address[:_LONGEST]}…")
    if not address.isascii():
        odd = next(letter for letter in address if not letter.isascii())
        raise InputError(ODD_LETTER, place, address=said, odd=odd, name=f"U+{ord(odd):04X}")
    mailbox = address.rpartition("@")[0]
    if not _ADDRESS.match(address) or len(mailbox) > _LONGEST_BOX or len(address) > _LONGEST:
        raise InputError(NO_MAIL_ADDRESS, place, address=said)
    return address


def line(text: str) -> str:
    """A text on one line, without control characters, and without any that is not seen or turns
    the direction: nothing in it can begin another header, or read as something else than it is.
    """
    letters = [
        " " if unicodedata.category(letter) in _BREAKING else letter
        for letter in without_unseen(unicodedata.normalize("NFC", text))
    ]
    return " ".join("".join(letters).split())


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A funding source in a mail: its name on the appendix, and its sum in the plan's unit."""

    name: str
    amount: Decimal


def composed(
    plan: Plan,
    findings: Sequence[Finding],
    files: Sequence[Attachment],
    *,
    unit: str = "",
    sender: str = "",
    folder: Path = FOLDER,
) -> Mail:
    """The mail for a plan, or for a slice of it, told of the ``findings`` that are given. Raises
    ``InputError`` or ``TemplateError``.
    """
    to, cc = recipients(plan, unit)
    about = plan.particulars
    data = {
        "plan": plan,
        "number": about.get("Số, ký hiệu"),
        "issued": about.get("Ngày ban hành"),
        "addressed": _addressed(plan, unit),
        "office": about.get("Đơn vị gửi"),
        "person": about.get("Người gửi"),
        "position": about.get("Chức vụ"),
        "telephone": about.get("Điện thoại"),
        "sources": tuple(
            SourceTold(source.printed, amount_of(plan, source.key)) for source in plan.form.sources
        ),
        "sender": sender,
        "findings": tuple(f for f in findings if f.accepted is None),
        "unit": unit,
        "files": tuple(file.name for file in files),
    }
    return Mail(
        to,
        cc,
        line(_filled(folder / "subject.txt", data)),
        _filled(folder / "body.txt", data).strip() + "\n",
        _filled(folder / "body.html", data, escape=True),
        tuple(files),
    )


def _addressed(plan: Plan, unit: str) -> tuple[str, ...]:
    """The organisations that a mail is written to, each once; for a slice, its unit."""
    if unit:
        return (unit,)
    named = [
        line(held.organisation)
        for held in plan.recipients
        if held.email and held.kind.casefold() not in _COPIED
    ]
    return tuple(dict.fromkeys(filter(None, named)))


def _filled(file: Path, data: Mapping[str, Any], *, escape: bool = False) -> str:
    """A text of the mail with the data filled in; with ``escape``, what is typed is no HTML."""
    from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

    from workbook_tools.template.expressions import environment, filled
    from workbook_tools.template.work import said_of

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise InputError(NO_MAIL_TEXT, file=file.name, why=reason(error)) from error
    if len(text) > _LONGEST_TEXT:
        said = f"dài quá {grouped(_LONGEST_TEXT)} ký tự"
        raise TemplateError((TemplateFault(Place(file.name), BAD_MAIL_TEXT, why=said),))
    try:
        template = environment(loops=True, autoescape=escape).sandbox.from_string(text)
        return filled(template, data, _LONGEST_TEXT)
    except (SecurityError, TemplateSyntaxError, UndefinedError) as error:
        said = f"dòng {_line_of(error)}: {said_of(error)}"
        raise TemplateError((TemplateFault(Place(file.name), BAD_MAIL_TEXT, why=said),)) from error
    except Exception as error:
        said = f"dòng {_line_of(error)}: {said_of(error)}"
        fault = TemplateFault(Place(file.name), MAIL_TEXT_NOT_COMPUTED, why=said)
        raise TemplateError((fault,)) from error


def _line_of(error: Exception) -> int:
    """The line of a text that an error arose on."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [at.lineno for at in extract_tb(error.__traceback__) if at.filename == "<template>"]
    return lines[-1] or 1 if lines else 1


def message(mail: Mail, sender: tuple[str, str] | None = None, *, unsent: bool = True) -> Message:
    """The mail as the standard has it; ``unsent`` marks a draft for the mail program to open as
    one.

    The headers are encoded here and not by ``email.policy``: its folding drops the space between
    two encoded words.
    """
    out = MIMEMultipart("mixed", policy=compat32)
    if unsent:
        out["X-Unsent"] = "1"
    if sender is not None:
        out["From"] = _address(sender)
    if mail.to:
        out["To"] = ", ".join(_address(entry) for entry in mail.to)
    if mail.cc:
        out["Cc"] = ", ".join(_address(entry) for entry in mail.cc)
    out["Subject"] = _encoded(line(mail.subject))
    bodies = MIMEMultipart("alternative", policy=compat32)
    bodies.attach(MIMEText(mail.text, "plain", "utf-8"))
    bodies.attach(MIMEText(mail.html, "html", "utf-8"))
    out.attach(bodies)
    for file in mail.attachments:
        out.attach(_attached(file))
    _set_boundaries(out, bodies, of=mail)
    return out


def _set_boundaries(*parts: Message, of: Mail) -> None:
    """The same mail has the same bytes; what stands in its parts is base64, and no boundary."""
    held = repr((of.to, of.cc, of.subject, of.text, of.html)).encode()
    said = sha256(b"".join([held, *(file.data for file in of.attachments)])).hexdigest()
    for number, part in enumerate(parts):
        part.set_boundary(f"=={said[:32]}=={number}")


def _attached(file: Attachment) -> MIMEBase:
    """A file as a part of a mail, named for new readers and for old ones."""
    kind, sub = _KINDS.get(Path(file.name).suffix.lower(), ("application", "octet-stream"))
    name = line(file.name)
    part = MIMEBase(kind, sub, policy=compat32, name=_encoded(name))
    part.set_payload(file.data)
    encode_base64(part)
    shown = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=shown)
    return part


def as_bytes(held: Message) -> bytes:
    """A mail as it travels: ASCII, lines ended as the standard has it."""
    return held.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _encoded(text: str) -> str:
    """A text for a header, in words of RFC 2047 where it is more than ASCII."""
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=_WORD).encode(linesep="")


def _address(entry: tuple[str, str]) -> str:
    name = line(entry[0])
    return formataddr((name, entry[1])) if name.isascii() else f"{_encoded(name)} <{entry[1]}>"
