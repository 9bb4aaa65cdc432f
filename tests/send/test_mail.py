"""The mail: it reads the same in every mail program, and nothing typed into a workbook can change
what it is.
"""

from __future__ import annotations

import email
import hashlib
import re
import unicodedata
from dataclasses import replace
from datetime import date
from email.header import decode_header, make_header
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judges.mails import read_elsewhere
from tests.send.mails import XLSX, mail
from workbook_tools import InputError
from workbook_tools.errors import TemplateError
from workbook_tools.jobs.build import Built
from workbook_tools.plan.model import Plan, Recipient
from workbook_tools.send.drafts import write_draft
from workbook_tools.send.mail import (
    FOLDER,
    Attachment,
    as_bytes,
    composed,
    line,
    message,
    recipients,
)
from workbook_tools.send.names import LONGEST


def people(*entries: tuple[str, str, str, str]) -> Plan:
    held = tuple(
        Recipient(organisation=unit, name=name, email=address, kind=kind, row=row)
        for row, (unit, name, address, kind) in enumerate(entries, 2)
    )
    return replace(Plan(), recipients=held)


@pytest.mark.judge("mails")
def test_two_readers_see_the_same_mail(tmp_path: Path) -> None:
    sent = mail()
    file = write_draft(sent, tmp_path, "thư nháp")
    ours = email.message_from_bytes(file.read_bytes(), policy=default)
    theirs = read_elsewhere(file)
    assert (
        ours["X-Unsent"] == "1"
        and {"key": "x-unsent", "value": "1"}.items()
        <= next(h for h in theirs["headers"] if h["key"] == "x-unsent").items()
    )
    assert ours["Subject"] == theirs["subject"] == sent.subject
    assert [(a["name"], a["address"]) for a in theirs["to"]] == list(sent.to)
    assert [(a["name"], a["address"]) for a in theirs["cc"]] == list(sent.cc)
    assert [(a.display_name, a.addr_spec) for a in ours["To"].addresses] == list(sent.to)
    assert theirs["text"].strip() == sent.text.strip() and theirs["html"].strip() == sent.html
    (found,) = ours.iter_attachments()
    assert found.get_filename() == theirs["attachments"][0]["name"] == sent.attachments[0].name
    assert found.get_content() == XLSX == (tmp_path / sent.attachments[0].name).read_bytes()
    assert theirs["attachments"][0]["sha256"] == hashlib.sha256(XLSX).hexdigest()
    assert (
        found.get_content_type()
        == theirs["attachments"][0]["type"]
        == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )


def test_what_travels_is_plain_ascii_in_short_lines(tmp_path: Path) -> None:
    data = write_draft(mail(), tmp_path, "x").read_bytes()
    assert data.isascii() and b"\r\n" in data and b"\n" not in data.replace(b"\r\n", b"")
    long = mail(
        attachments=(Attachment("ế" * LONGEST + ".xlsx", XLSX),),
        to=(("ế" * 300, "so@congthuong.gov.vn"),) * 40,
    )
    for held in (data, as_bytes(message(long))):
        assert max(len(one) for one in held.split(b"\r\n")) <= 998
    head = data.split(b"\r\n\r\n")[0].decode()
    assert "=?utf-8?" in head
    unfolded = re.sub(r"\r\n[ \t]", " ", head)
    subject = next(
        held for held in unfolded.split("\r\n") if held.startswith("Subject:")
    ).removeprefix("Subject: ")
    assert str(make_header(decode_header(subject))) == mail().subject


def test_attachment_names_are_written_for_old_and_new_readers(tmp_path: Path) -> None:
    """RFC 2231 for those who keep to the standard, RFC 2047 in ``name`` for Outlook."""
    text = write_draft(mail(), tmp_path, "x").read_bytes().decode()
    part = re.sub(r"\r\n[ \t]+", " ", text[text.index("spreadsheetml") - 60 :])
    assert "filename*" in part
    content_type = part[: part.index("\r\n")]
    name = re.search(r'name="([^"]*)"', content_type)
    assert name and str(make_header(decode_header(name[1]))) == mail().attachments[0].name


@pytest.mark.parametrize(
    "text", ["a\r\nBcc: x@y.vn", "a\nBcc: x", "a\u2028Bcc: x", "a\x00b", "a\x85Bcc: x", "a\rb"]
)
def test_no_name_or_subject_can_begin_another_header(tmp_path: Path, text: str) -> None:
    bad = mail(
        subject=text,
        to=((text, "so@congthuong.gov.vn"),),
        attachments=(Attachment(f"{line(text)}.xlsx", XLSX),),
    )
    data = as_bytes(message(bad))
    found = email.message_from_bytes(data, policy=default)
    assert set(found.keys()) == {"X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type"}
    assert found["Bcc"] is None and len(found["To"].addresses) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_stays_in_its_header(subject: str, name: str) -> None:
    data = as_bytes(message(mail(subject=subject, to=((name, "so@congthuong.gov.vn"),))))
    found = email.message_from_bytes(data, policy=default)
    assert set(found.keys()) <= {"X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type"}
    assert [a.addr_spec for a in found["To"].addresses] == ["so@congthuong.gov.vn"]


def test_recipients_by_kind_and_by_unit() -> None:
    plan = people(
        ("Sở", "Bà Ánh", "a@so.vn", "đến"),
        ("Sở", "", "b@so.vn", "CC"),
        ("Trung tâm", "", "c@tt.vn", "đến"),
        ("Khác", "Không thư", "", "đến"),
    )
    assert recipients(plan) == (
        (("Bà Ánh", "a@so.vn"), ("Trung tâm", "c@tt.vn")),
        (("Sở", "b@so.vn"),),
    )
    assert recipients(plan, "trung tâm") == ((("Trung tâm", "c@tt.vn"),), ())


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("s\u043e@congthuong.gov.vn", "NoiNhan!C2: .*U\\+043E"),
        ("so@côngthương.vn", "ký tự lạ “ô”"),
        ("so@congthuong.gov.vn\r\nBcc: x@y.vn", "không phải là một địa chỉ"),
        ("so@congthuong", "không phải là một địa chỉ"),
        ("a@b.vn, c@d.vn", "không phải là một địa chỉ"),
        ("<a@b.vn>", "không phải là một địa chỉ"),
        ("a@b..vn", "không phải là một địa chỉ"),
        ("a\u200b@b.vn", "U\\+200B"),
        ("a b@c.vn", "không phải"),
        ("a" * 65 + "@b.vn", "không phải"),
        ("a@" + "b" * 64 + ".vn", "không phải"),
        ("a@" + "b." * 126 + "vn", "không phải"),
    ],
)
def test_an_address_that_is_not_what_it_looks_like_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        recipients(people(("Sở", "", address, "đến")))


@pytest.mark.parametrize("address", ["a@b.vn\nĐã gửi.", "a@b.vn\nBcc: x@y.vn", "a" * 30_000])
def test_an_address_is_quoted_on_one_line_and_not_without_end(address: str) -> None:
    with pytest.raises(InputError) as refused:
        recipients(people(("Sở", "", address, "đến")))
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 500


def test_the_texts_say_totals_words_and_remarks(built: Built) -> None:
    sent = composed(built.plan, built.findings, (Attachment("x.xlsx", b""),))
    for text in (sent.text, sent.html):
        assert unicodedata.is_normalized("NFC", text)
        assert (
            "9.230.500" in text and "ngàn đồng" in text and "x.xlsx" in text and "năm 2021" in text
        )
        assert "Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng" in text
    assert "Đồng Nai" in sent.subject and "\n" not in sent.subject
    for finding in built.findings:
        assert (finding.message in sent.text) == (finding.accepted is None)


def test_number_and_date_of_the_plan_are_named(built: Built) -> None:
    about = {**built.plan.particulars, "Số, ký hiệu": "12/KH", "Ngày ban hành": date(2027, 1, 15)}
    sent = composed(replace(built.plan, particulars=about), (), ())
    assert "kèm theo Kế hoạch số 12/KH ngày 15 tháng" in sent.text


def test_without_a_number_none_is_named(built: Built) -> None:
    about = {**built.plan.particulars, "Số, ký hiệu": None}
    sent = composed(replace(built.plan, particulars=about), (), ())
    assert "Kế hoạch số" not in sent.text and "None" not in sent.text


def test_each_source_stands_with_its_amount_and_unit(built: Built) -> None:
    sent = composed(built.plan, (), ())
    for source in built.plan.form.sources:
        line_of = next(row for row in sent.text.splitlines() if source.printed in row)
        assert line_of.rstrip(";.").endswith(built.plan.unit.name)


def test_who_sends_it_stands_last(built: Built) -> None:
    sent = composed(built.plan, (), (), sender="trungtam@khuyencong.vn")
    assert sent.text.endswith("Trân trọng./.\nThư điện tử: trungtam@khuyencong.vn\n")


SENDER = {
    "Đơn vị gửi": "Trung tâm Khuyến công",
    "Người gửi": "Lê Thị Mai",
    "Chức vụ": "Phó Giám đốc",
    "Điện thoại": "0251 3822 297",
}


def test_it_is_closed_by_name_position_and_telephone(built: Built) -> None:
    plan = replace(built.plan, particulars={**built.plan.particulars, **SENDER})
    sent = composed(plan, (), ())
    assert sent.text.endswith(
        "Trân trọng./.\n\nNgười gửi: Lê Thị Mai\nChức vụ: Phó Giám đốc\n"
        "Đơn vị: Trung tâm Khuyến công\nĐiện thoại: 0251 3822 297\n"
    )
    assert "Trung tâm Khuyến công kính gửi Quý cơ quan Biểu tổng hợp" in sent.text
    assert all(said in sent.html for said in SENDER.values())


def test_without_a_sender_nothing_stands_for_one(built: Built) -> None:
    sent = composed(built.plan, (), ())
    assert sent.text.endswith("Trân trọng./.\n")
    assert "None" not in sent.text + sent.html and "Người gửi" not in sent.text + sent.html


def test_the_subject_says_what_it_is_about(built: Built) -> None:
    assert composed(built.plan, (), ()).subject == (
        "V/v gửi Biểu tổng hợp Kế hoạch khuyến công địa phương năm 2021 (tỉnh Đồng Nai)"
    )


def test_it_is_written_to_the_main_recipients_each_once(built: Built) -> None:
    held = people(
        ("Sở Công Thương", "Bà Ánh", "a@so.vn", "Nơi nhận chính"),
        ("Sở Công Thương", "Ông Bình", "b@so.vn", "đến"),
        ("Sở Tài chính", "", "c@tc.vn", ""),
        ("Kho bạc", "", "d@kb.vn", "Đồng gửi"),
    ).recipients
    sent = composed(replace(built.plan, recipients=held), (), ())
    assert sent.text.startswith("Kính gửi: Sở Công Thương; Sở Tài chính.\n")
    assert [address for _, address in sent.cc] == ["d@kb.vn"]
    assert composed(replace(built.plan, recipients=()), (), ()).text.startswith(
        "Kính gửi: Quý cơ quan.\n"
    )


def test_a_slice_is_written_to_its_unit(built: Built) -> None:
    sent = composed(built.plan, (), (), unit="Công ty An Phát")
    assert sent.subject.endswith(" - phần của Công ty An Phát")
    assert sent.text.startswith("Kính gửi: Công ty An Phát.\n")
    assert "Kính gửi Quý cơ quan phần của Công ty An Phát trong Biểu tổng hợp" in sent.text


def test_what_is_typed_is_no_html(built: Built) -> None:
    plan = replace(
        built.plan, particulars={**built.plan.particulars, "Tỉnh": "<script>alert(1)</script>&"}
    )
    sent = composed(plan, (), ())
    assert "<script>" not in sent.html and "&lt;script&gt;" in sent.html


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ plan.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ (plan|attr('__class__')).__base__ }}",
        "{% for x in range(999999999) %}{% endfor %}",
        "{{ khong_co.gi }}",
        "{% if %}",
        "{{ 1 / 0 }}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_text_of_a_strangers_reaches_nothing(built: Built, tmp_path: Path, text: str) -> None:
    for name in ("subject.txt", "body.txt", "body.html"):
        (tmp_path / name).write_text(text if name == "body.txt" else "x", "utf-8")
    with pytest.raises(TemplateError, match=r"body\.txt"):
        composed(built.plan, (), (), folder=tmp_path)


def test_a_missing_text_is_named(built: Built, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"subject\.txt"):
        composed(built.plan, (), (), folder=tmp_path)
    assert {file.name for file in FOLDER.iterdir()} == {"subject.txt", "body.txt", "body.html"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\nb\n{{ plan.lost }}", "dòng 3: nhắc tới tên không có (lost)"),
        ("a\n{{ 1 / 0 }}\nb", "dòng 2: "),
        ("{% if %}", "dòng 1: "),
        ("a\n\n\n{{ plan.total ** 9 }}", "dòng 4: phép tính ** không được dùng"),
        (
            "a\n{% for a in plan.projects %}{% for b in plan.projects %}"
            "{% for c in plan.projects %}"
            "{% for d in plan.projects %}{% for e in plan.projects %}{% endfor %}{% endfor %}"
            "{% endfor %}{% endfor %}{% endfor %}",
            "dòng 2: dùng thứ không được phép trong tệp mẫu: tính quá nhiều",
        ),
    ],
)
def test_a_fault_of_a_text_names_its_line(
    built: Built, tmp_path: Path, text: str, says: str
) -> None:
    for name in ("subject.txt", "body.txt", "body.html"):
        (tmp_path / name).write_text(text if name == "body.txt" else "x", "utf-8")
    with pytest.raises(TemplateError) as raised:
        composed(built.plan, (), (), folder=tmp_path)
    assert "body.txt" in str(raised.value) and says in str(raised.value)
