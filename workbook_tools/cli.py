"""The command ``kehoach``; every call does what a function of the library does."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn, TextIO

from workbook_tools.error_kinds import INTERRUPTED, INTERRUPTED_LATER, NO_MEMORY, SYSTEM_REFUSED
from workbook_tools.errors import WorkbookToolsError
from workbook_tools.machine.command_line import Parser, given_path, given_size
from workbook_tools.machine.screen import one_line, visible
from workbook_tools.machine.stopping import stop_once, with_streams

DONE, FOUND, UNUSABLE = 0, 1, 2
_OFTEN, _OFTEN_OLD = 50_000, 50
"""How many values are made before Python looks for rubbish among them: a command loads and builds
many that stay, and ends soon.
"""


Commands = Any
"""The commands of a parser, as argparse keeps them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status (0 done, 1 done with open errors, 2 the input cannot
    be used).
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] and given[0].startswith("--host"):
        from workbook_tools.ribbon import main as press

        return press(given)
    try:
        options = _parser().parse_args(given)
        status: int = options.run(options)
        return status
    except WorkbookToolsError as error:
        _say(*_done_before(error))
        _complain(str(error))
    except KeyboardInterrupt as error:
        done = _done_before(error)
        _say(*done)
        _complain((INTERRUPTED_LATER if done else INTERRUPTED).said({}))
    except MemoryError:
        _complain(NO_MEMORY.said({}))
    except Exception as error:
        _say(*_done_before(error))
        _complain(_unforeseen(" ".join(given), error))
        if os.environ.get("KEHOACH_DEBUG"):
            raise
    return UNUSABLE


def _unforeseen(what: str, error: Exception) -> str:
    """The sentence for an error that is none of the project's own: what the system refused, or the
    number under which it stands in the log.
    """
    from workbook_tools.machine.reasons import reason
    from workbook_tools.machine.state import log_error, unforeseen

    if not isinstance(error, OSError):
        return unforeseen(what, error)
    with suppress(OSError, WorkbookToolsError):
        log_error(what, error)
    named = error.filename if isinstance(error.filename, str) else ""
    return SYSTEM_REFUSED.said({"path": named or "tệp tạm", "why": reason(error)})


def _done_before(error: BaseException) -> list[str]:
    """What was written before something failed: it is told whatever happened afterwards."""
    return list(getattr(error, "__notes__", ()))


def run(asked_to_stop: Sequence[int] = ()) -> NoReturn:
    """The command as a process of its own: what was said goes out, and the process ends at once.
    Nothing is done where it was ``asked_to_stop`` before it began.

    What it holds is not taken apart piece by piece first, which takes a tenth of a small build.
    """
    gc.set_threshold(_OFTEN, _OFTEN_OLD)
    with_streams()
    try:
        stop_once()
        status = UNUSABLE if asked_to_stop else main()
    except KeyboardInterrupt:
        status, asked_to_stop = UNUSABLE, (signal.SIGINT,)
    if asked_to_stop:
        _complain(INTERRUPTED.said({}))
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(status)


def _say(*lines: str) -> None:
    """Lines on the screen; what they quote makes no line of its own and acts on no terminal."""
    for line in lines:
        _print(one_line(line) if line.strip() else line, sys.stdout)


def _complain(sentence: str) -> None:
    _print(visible(sentence), sys.stderr)


def _print(line: str, stream: TextIO | None) -> None:
    """A line for whoever reads it; that nobody can (no stream, a full disk, a reader that is gone)
    changes nothing of what was done.
    """
    if stream is not None:
        with suppress(OSError, ValueError):
            print(line, file=stream, flush=True)


def _parser() -> argparse.ArgumentParser:
    """What may be typed: a command each, with its options."""
    parser = Parser(
        prog="kehoach", description="Lập biểu tổng hợp kế hoạch khuyến công địa phương."
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="LỆNH", parser_class=Parser
    )
    for add in (
        _add_new,
        _add_build,
        _add_check,
        _add_import,
        _add_unflag,
        _add_template,
        _add_send,
        _add_sent,
        _add_addin,
        _add_rules,
        _add_errors,
    ):
        add(commands)
    return parser


def _add_new(commands: Commands) -> None:
    """``new``: an empty plan."""
    new = commands.add_parser("new", help="tạo sổ kế hoạch trống")
    new.add_argument("out", type=given_path, metavar="TỆP.xlsx")
    new.add_argument("--province", required=True, metavar="TỈNH", help="tên tỉnh")
    new.add_argument("--year", required=True, type=int, metavar="NĂM", help="năm kế hoạch")
    new.add_argument(
        "--unit", default="", metavar="ĐƠN_VỊ", help="đơn vị tính (mặc định ngàn đồng)"
    )
    new.add_argument(
        "--sources",
        type=_names,
        default=(),
        metavar="NGUỒN,…",
        help="các nguồn kinh phí, theo thứ tự: kcqg, kcdp, thuhuong, khac",
    )
    new.set_defaults(run=_new)


def _add_build(commands: Commands) -> None:
    """``build``: a plan into the finished workbook."""
    build = commands.add_parser("build", help="lập biểu: đọc, kiểm tra, xếp, chứng minh, ghi")
    build.add_argument("plan", type=given_path, metavar="KẾ_HOẠCH.xlsx")
    where = build.add_mutually_exclusive_group()
    where.add_argument(
        "-o",
        "--out",
        type=given_path,
        metavar="TỆP",
        help="tệp kết quả (mặc định PhuLuc_<tên>.xlsx)",
    )
    where.add_argument("--in-place", action="store_true", help="ghi vào chính sổ kế hoạch")
    build.add_argument(
        "--overwrite",
        action="store_true",
        help="ghi cả lên sổ đã lập bị sửa tay; bản cũ được giữ bên cạnh, tên có ngày giờ"
        " (chỉ nội dung ô được so, không so định dạng, ghi chú, biểu đồ)",
    )
    build.add_argument("--template", type=given_path, metavar="MẪU.xlsx", help="tệp mẫu khác")
    build.add_argument(
        "--no-flags", action="store_true", help="không đánh dấu trong ô, chỉ ghi ở trang KiemTra"
    )
    build.add_argument("--report", type=given_path, metavar="TỆP.json", help="ghi báo cáo JSON")
    build.set_defaults(run=_build)


def _add_check(commands: Commands) -> None:
    """``check``: only the findings."""
    check = commands.add_parser(
        "check", help="chỉ kiểm tra: sổ kế hoạch, sổ đã lập, hoặc phụ lục của nơi khác"
    )
    check.add_argument("plan", type=given_path, metavar="SỔ.xlsx")
    check.add_argument("--report", type=given_path, metavar="TỆP.json", help="ghi báo cáo JSON")
    check.set_defaults(run=_check)


def _add_import(commands: Commands) -> None:
    """``import``: somebody's table into a plan."""
    import_ = commands.add_parser(
        "import",
        help="nhập biểu của nơi khác (.xlsx, .xls, .ods, .docx, tệp chữ) thành sổ kế hoạch",
    )
    import_.add_argument("source", type=given_path, metavar="TỆP")
    import_.add_argument(
        "-o",
        "--out",
        type=given_path,
        metavar="KẾ_HOẠCH.xlsx",
        help="sổ kế hoạch mới (mặc định KeHoach_<tên>.xlsx)",
    )
    import_.add_argument("--sheet", default="", metavar="TRANG", help="trang có bảng cần nhập")
    import_.add_argument("--report", type=given_path, metavar="TỆP.json", help="ghi báo cáo JSON")
    import_.set_defaults(run=_import)


def _add_unflag(commands: Commands) -> None:
    """``unflag``: every flag taken out."""
    unflag = commands.add_parser("unflag", help="bỏ mọi dấu kiểm tra khỏi sổ")
    unflag.add_argument("workbook", type=given_path, metavar="SỔ.xlsx")
    unflag.add_argument(
        "-o", "--out", type=given_path, metavar="TỆP", help="tệp kết quả (mặc định: chính sổ đó)"
    )
    unflag.set_defaults(run=_unflag)


def _add_template(commands: Commands) -> None:
    """``template lint``: the faults of a template."""
    template = commands.add_parser("template", help="kiểm tra tệp mẫu")
    template.add_argument("action", choices=["lint"], metavar="lint")
    template.add_argument("file", type=given_path, metavar="MẪU.xlsx")
    template.set_defaults(run=_lint)


def _add_send(commands: Commands) -> None:
    """``send``: what goes out of a finished workbook."""
    send = commands.add_parser("send", help="bản sạch, PDF, thư nháp từ sổ đã lập")
    send.add_argument("workbook", type=given_path, metavar="SỔ.xlsx")
    send.add_argument(
        "--draft",
        type=given_path,
        metavar="THƯ_MỤC",
        help="ghi .eml và tệp kèm theo vào đó, không mở gì",
    )
    send.add_argument(
        "--smtp", default="", metavar="MÁY_CHỦ[:CỔNG]", help="gửi thẳng qua máy chủ thư (TLS)"
    )
    send.add_argument(
        "--from", dest="sender", default="", metavar="ĐỊA_CHỈ", help="với --smtp: người gửi"
    )
    send.add_argument(
        "--user",
        default="",
        metavar="TÊN",
        help="với --smtp: tên đăng nhập (mặc định là người gửi)",
    )
    send.add_argument(
        "--sheets",
        type=_names,
        default="PhuLuc,TongHop",
        metavar="TRANG,…",
        help="các trang gửi đi",
    )
    send.add_argument(
        "--split-by", default="", metavar="CỘT", help="mỗi đơn vị một phần: “Đơn vị thực hiện”"
    )
    send.add_argument(
        "--despite-errors", default="", metavar="LÝ_DO", help="gửi dù còn lỗi, lý do được ghi lại"
    )
    send.add_argument(
        "--pattern",
        default="",
        metavar="MẪU",
        help="mẫu tên tệp, ví dụ KH_KhuyenCong_{tinh}_{nam}_{so}",
    )
    send.add_argument("--ascii-names", action="store_true", help="tên tệp không dấu")
    send.add_argument("--no-pdf", action="store_true", help="không làm PDF")
    send.add_argument(
        "--max-mb",
        type=given_size,
        default=20.0,
        metavar="SỐ",
        help="mức nặng nhất của tệp kèm theo",
    )
    send.add_argument(
        "--mail-texts",
        type=given_path,
        metavar="THƯ_MỤC",
        help="mẫu thư riêng: subject.txt, body.txt, body.html",
    )
    send.add_argument("--remarks", action="store_true", help="nêu các điểm còn lưu ý trong lời thư")
    send.add_argument(
        "--template",
        type=given_path,
        metavar="MẪU.xlsx",
        help="tệp mẫu đã dùng khi lập, nếu là tệp mẫu khác",
    )
    send.add_argument(
        "--again", action="store_true", help="gửi dù đã gửi đúng tệp này cho người này"
    )
    send.set_defaults(run=_send)


def _add_sent(commands: Commands) -> None:
    """``sent``: the log of mails."""
    sent = commands.add_parser("sent", help="sổ thư đã gửi")
    sent.set_defaults(run=_sent)


def _add_addin(commands: Commands) -> None:
    """``addin``: the buttons in Excel and LibreOffice."""
    addin = commands.add_parser("addin", help="phần bổ trợ của Excel và LibreOffice")
    addin.add_argument(
        "action",
        choices=["build", "install", "uninstall", "status"],
        metavar="build|install|uninstall|status",
    )
    addin.add_argument(
        "-o",
        "--out",
        type=given_path,
        metavar="TỆP",
        help="với build: KhuyenCong.xlam (mặc định) hoặc .oxt",
    )
    addin.set_defaults(run=_addin)


def _add_rules(commands: Commands) -> None:
    """``rules``: the rules listed or explained."""
    rules = commands.add_parser("rules", help="các quy tắc kiểm tra")
    rules.add_argument(
        "code",
        nargs="?",
        metavar="MÃ",
        help="một quy tắc (A02) hoặc một nhóm (A)",
    )
    rules.set_defaults(run=_rules)


def _add_errors(commands: Commands) -> None:
    """``errors``: the kinds of errors listed or explained."""
    errors = commands.add_parser("errors", help="các lỗi mà chương trình báo")
    errors.add_argument("code", nargs="?", metavar="MÃ", help="một lỗi (K101) hoặc một nhóm (K1)")
    errors.set_defaults(run=_errors)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _new(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.new_plan import new_plan_file

    new_plan_file(
        options.out, options.province, options.year, sources=options.sources, unit=options.unit
    )
    _say(f"Đã tạo {options.out}. Nhập thông tin ở trang ThongTin và đề án ở trang DeAn.")
    return DONE


def _build(options: argparse.Namespace) -> int:
    """``kehoach build``: where the workbook was written, and what stands in it."""
    from workbook_tools.jobs.build import build_file
    from workbook_tools.jobs.summary import summary

    target, built = build_file(
        options.plan,
        options.out,
        in_place=options.in_place,
        overwrite=options.overwrite,
        template=options.template,
        flags=not options.no_flags,
        report=options.report,
    )
    said = [f"Đã lập {target}"]
    if built.kept is not None:
        said.append(f"Bản cũ được giữ ở {built.kept}")
    _say(*said, *summary(built.plan, built.findings, built.proof, built.remarks))
    return FOUND if built.open_errors else DONE


def _check(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.check import check_file
    from workbook_tools.jobs.summary import summary

    checked = check_file(options.plan, options.report)
    remarks = checked.source.remarks
    _say(*summary(checked.plan, checked.findings, remarks=remarks, others=checked.others))
    return FOUND if checked.open_errors else DONE


def _import(options: argparse.Namespace) -> int:
    """``kehoach import``: the plan that was written, and how sure each reading is."""
    from workbook_tools.jobs.import_table import import_file
    from workbook_tools.jobs.imported_summary import import_summary

    target, done = import_file(
        options.source, options.out, sheet=options.sheet, report=options.report
    )
    _say(f"Đã nhập vào {target}", *import_summary(done))
    return FOUND if done.open_errors or done.missing else DONE


def _unflag(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.unflag import unflag_file

    _say(unflag_file(options.workbook, options.out))
    return DONE


def _lint(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.lint_template import lint_file

    faults = lint_file(options.file)
    _say(*map(str, faults))
    _say(f"{len(faults)} lỗi trong tệp mẫu." if faults else "Tệp mẫu không có lỗi.")
    return FOUND if faults else DONE


def _send(options: argparse.Namespace) -> int:
    """``kehoach send``: what was made and where it went."""
    from workbook_tools.jobs.hand_over import Way, send_file
    from workbook_tools.jobs.send import MEGABYTE, Choices

    choices = Choices(
        sheets=options.sheets,
        pattern=options.pattern,
        ascii_names=options.ascii_names,
        pdf=not options.no_pdf,
        max_bytes=int(options.max_mb * MEGABYTE),
        split_by=options.split_by,
        remarks=options.remarks,
        sender=options.sender,
        despite_errors=options.despite_errors,
        texts=options.mail_texts,
        template=options.template,
    )
    way = Way(options.draft, options.smtp, options.sender, options.user, options.again)
    send_file(options.workbook, choices, way, _say)
    return DONE


def _sent(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.sent import sent

    _say(*sent())
    return DONE


def _addin(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.addin import addin

    done = addin(options.action, options.out)
    _say(*done.said)
    for sentence in done.failed:
        _complain(sentence)
    return UNUSABLE if done.failed else DONE


def _rules(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.explain import rules

    _say(*rules(options.code))
    return DONE


def _errors(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.explain import errors

    _say(*errors(options.code))
    return DONE


if __name__ == "__main__":
    run()
