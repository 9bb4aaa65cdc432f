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

from workbook_tools import __version__
from workbook_tools.error_kinds import INTERRUPTED, INTERRUPTED_LATER, NO_MEMORY, SYSTEM_REFUSED
from workbook_tools.errors import WorkbookToolsError
from workbook_tools.machine.command_line import Parser, given_path, given_size
from workbook_tools.machine.screen import one_line, visible, width_of, wrapped
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
        return _run(given)
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


def _run(given: Sequence[str]) -> int:
    if not given or given[0] == "help":  # "kehoach help build" is what many type
        given = [*given[1:2], "--help"]
    options = _parser().parse_args(given)
    status: int = options.run(options)
    return status


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
            width = width_of(stream)
            if width:
                line = "\n".join(wrapped(part, width) for part in line.split("\n"))
            print(line, file=stream, flush=True)


_EXAMPLES = """Ví dụ:
  kehoach new KeHoach2027.xlsx --province "Đồng Nai" --year 2027
      tạo sổ kế hoạch trống để nhập đề án
  kehoach import PhuLuc2026.xlsx
      nhập biểu của năm trước hoặc của nơi khác thành sổ kế hoạch
  kehoach build KeHoach2027.xlsx
      lập biểu vào tệp PhuLuc_KeHoach2027.xlsx và nêu các lỗi
  kehoach check KeHoach2027.xlsx
      chỉ kiểm tra, không ghi gì
  kehoach send PhuLuc_KeHoach2027.xlsx
      soạn thư nháp kèm bản gửi đi và PDF

Cách dùng từng lệnh: kehoach LỆNH --help
Mã kết thúc: 0 đã xong; 1 đã xong, còn lỗi chưa giải trình; 2 chưa làm được."""


def _parser() -> argparse.ArgumentParser:
    """What may be typed: a command each, with its options."""
    parser = Parser(
        prog="kehoach",
        description="Lập Biểu tổng hợp kế hoạch khuyến công địa phương từ sổ kế hoạch, "
        "kiểm tra số liệu và soạn thư gửi đi.",
        epilog=_EXAMPLES,
    )
    parser.add_argument(
        "--version", action="version", version=f"kehoach {__version__}", help="hiện số phiên bản"
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="LỆNH", parser_class=Parser, title="Các lệnh"
    )
    for add in (
        _add_new,
        _add_import,
        _add_build,
        _add_check,
        _add_renumber,
        _add_unflag,
        _add_send,
        _add_sent,
        _add_template,
        _add_addin,
        _add_rules,
        _add_errors,
    ):
        add(commands)
    return parser


def _command(commands: Commands, name: str, told: str) -> argparse.ArgumentParser:
    """A command and what it does, in a phrase."""
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=told, description=f"{told[:1].upper()}{told[1:]}."
    )
    return command


def _add_report(command: argparse.ArgumentParser) -> None:
    """How findings are told: each one, or as a report for programs."""
    command.add_argument(
        "--each", action="store_true", help="nêu từng điểm một dòng, không gộp các điểm cùng loại"
    )
    command.add_argument(
        "--report",
        type=given_path,
        metavar="TỆP.json",
        help="ghi thêm báo cáo JSON (dấu - : in JSON ra màn hình thay cho lời)",
    )


def _add_new(commands: Commands) -> None:
    """``new``: an empty plan."""
    new = _command(commands, "new", "tạo sổ kế hoạch trống")
    new.add_argument("out", type=given_path, metavar="TỆP.xlsx", help="tệp sẽ tạo")
    new.add_argument("--province", required=True, metavar="TỈNH", help="tên tỉnh hoặc thành phố")
    new.add_argument("--year", required=True, type=int, metavar="NĂM", help="năm kế hoạch")
    new.add_argument(
        "--unit", default="", metavar="ĐƠN_VỊ", help="đơn vị tính (mặc định: ngàn đồng)"
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
    told = "lập biểu tổng hợp từ sổ kế hoạch và kiểm tra số liệu"
    build = _command(commands, "build", told)
    build.add_argument("plan", type=given_path, metavar="KẾ_HOẠCH.xlsx", help="sổ kế hoạch")
    where = build.add_mutually_exclusive_group()
    where.add_argument(
        "-o",
        "--out",
        type=given_path,
        metavar="TỆP",
        help="tệp kết quả (mặc định: PhuLuc_<tên>.xlsx cạnh sổ kế hoạch)",
    )
    where.add_argument("--in-place", action="store_true", help="ghi vào chính sổ kế hoạch")
    build.add_argument(
        "--overwrite",
        action="store_true",
        help="ghi đè cả sổ đã lập bị sửa tay; bản cũ được giữ bên cạnh, tên có ngày giờ"
        " (chỉ so nội dung ô, không so định dạng, ghi chú, biểu đồ)",
    )
    build.add_argument(
        "--template", type=given_path, metavar="MẪU.xlsx", help="dùng tệp mẫu này thay tệp có sẵn"
    )
    build.add_argument(
        "--no-flags",
        action="store_true",
        help="không đánh dấu trong ô, chỉ ghi ở trang tính KiemTra",
    )
    build.add_argument(
        "--plain",
        action="store_true",
        help="bản in đen trắng: không nền, không màu, không dấu trong ô (cũng được khi ThongTin có "
        "mục “Trình bày” ghi “đen trắng”)",
    )
    build.add_argument(
        "--a3",
        action="store_true",
        help="in khổ A3, cho biểu có trên bốn nguồn (cũng được khi ThongTin có mục “Khổ giấy” ghi "
        "“A3”)",
    )
    build.add_argument(
        "--protect",
        action="store_true",
        help="khóa ô của PhuLuc, TongHop để khỏi gõ nhầm, không mật khẩu; các lần lập sau giữ khóa",
    )
    _add_report(build)
    build.set_defaults(run=_build)


def _add_check(commands: Commands) -> None:
    """``check``: only the findings."""
    told = "chỉ kiểm tra: sổ kế hoạch, sổ đã lập, hoặc phụ lục của nơi khác"
    check = _command(commands, "check", told)
    check.add_argument("plan", type=given_path, metavar="SỔ.xlsx", help="sổ cần kiểm tra")
    _add_report(check)
    check.set_defaults(run=_check)


def _add_import(commands: Commands) -> None:
    """``import``: somebody's table into a plan."""
    told = "nhập biểu của nơi khác (.xlsx, .xls, .ods, .docx, tệp chữ) thành sổ kế hoạch"
    import_ = _command(commands, "import", told)
    import_.add_argument("source", type=given_path, metavar="TỆP", help="tệp có biểu cần nhập")
    import_.add_argument(
        "-o",
        "--out",
        type=given_path,
        metavar="KẾ_HOẠCH.xlsx",
        help="sổ kế hoạch mới (mặc định: KeHoach_<tên>.xlsx cạnh tệp đó)",
    )
    import_.add_argument(
        "--sheet", default="", metavar="TRANG_TÍNH", help="trang tính có bảng cần nhập"
    )
    _add_report(import_)
    import_.set_defaults(run=_import)


def _add_renumber(commands: Commands) -> None:
    """``renumber``: the lines numbered anew."""
    told = "đánh lại số thứ tự (TT) ở trang tính DeAn theo thứ tự dòng, giữ kiểu số đang dùng"
    renumber = _command(commands, "renumber", told)
    renumber.add_argument("plan", type=given_path, metavar="KẾ_HOẠCH.xlsx", help="sổ kế hoạch")
    renumber.add_argument(
        "-o", "--out", type=given_path, metavar="TỆP", help="tệp kết quả (mặc định: chính sổ đó)"
    )
    renumber.add_argument(
        "--sort",
        action="store_true",
        help="xếp các dòng theo TT trước khi đánh số: đề án 2.3 gõ ở cuối về dưới chương trình 2",
    )
    renumber.set_defaults(run=_renumber)


def _add_unflag(commands: Commands) -> None:
    """``unflag``: every flag taken out."""
    unflag = _command(commands, "unflag", "bỏ mọi dấu kiểm tra khỏi sổ")
    unflag.add_argument("workbook", type=given_path, metavar="SỔ.xlsx", help="sổ có dấu kiểm tra")
    unflag.add_argument(
        "-o", "--out", type=given_path, metavar="TỆP", help="tệp kết quả (mặc định: chính sổ đó)"
    )
    unflag.set_defaults(run=_unflag)


def _add_template(commands: Commands) -> None:
    """``template lint``: the faults of a template."""
    template = _command(commands, "template", "kiểm tra tệp mẫu")
    template.add_argument("action", choices=["lint"], metavar="lint", help="nêu mọi lỗi của tệp")
    template.add_argument("file", type=given_path, metavar="MẪU.xlsx", help="tệp mẫu")
    template.set_defaults(run=_lint)


def _add_send(commands: Commands) -> None:
    """``send``: what goes out of a finished workbook."""
    send = _command(commands, "send", "soạn thư gửi đi từ sổ đã lập: bản gửi đi, PDF, thư nháp")
    send.add_argument("workbook", type=given_path, metavar="SỔ.xlsx", help="sổ đã lập")
    _add_way(send)
    send.add_argument(
        "--sheets",
        type=_names,
        default="PhuLuc,TongHop",
        metavar="TRANG_TÍNH,…",
        help="các trang tính gửi đi (mặc định: PhuLuc,TongHop)",
    )
    send.add_argument(
        "--split-by",
        default="",
        metavar="CỘT",
        help="mỗi đơn vị một bản trích: ghi “Đơn vị thực hiện”",
    )
    send.add_argument(
        "--despite-errors",
        default="",
        metavar="LÝ_DO",
        help="gửi dù còn lỗi; lý do được ghi vào nhật ký thư",
    )
    send.add_argument(
        "--pattern",
        default="",
        metavar="MẪU",
        help="mẫu tên tệp, ví dụ “Kế hoạch {tinh} {nam}”; chữ có dấu được giữ"
        " (mặc định: KH_KhuyenCong_{tinh}_{nam}_{so}, không dấu)",
    )
    send.add_argument("--ascii-names", action="store_true", help="với --pattern: tên tệp không dấu")
    send.add_argument("--no-pdf", action="store_true", help="không tạo PDF")
    send.add_argument(
        "--max-mb",
        type=given_size,
        default=20.0,
        metavar="SỐ",
        help="dung lượng tối đa của các tệp kèm theo, tính bằng MB (mặc định: 20)",
    )
    send.add_argument(
        "--mail-texts",
        type=given_path,
        metavar="THƯ_MỤC",
        help="mẫu thư riêng: subject.txt, body.txt, body.html",
    )
    send.add_argument(
        "--remarks", action="store_true", help="nêu các điểm còn lưu ý của sổ trong thư"
    )
    send.add_argument(
        "--template",
        type=given_path,
        metavar="MẪU.xlsx",
        help="tệp mẫu đã dùng khi lập, nếu là tệp mẫu khác",
    )
    send.set_defaults(run=_send)


def _add_way(send: argparse.ArgumentParser) -> None:
    """How a mail goes: into a folder, by a server, once more."""
    send.add_argument(
        "--draft",
        type=given_path,
        metavar="THƯ_MỤC",
        help="chỉ ghi .eml và tệp kèm theo vào thư mục, không mở chương trình thư",
    )
    send.add_argument(
        "--smtp", default="", metavar="MÁY_CHỦ[:CỔNG]", help="gửi thẳng qua máy chủ thư (TLS)"
    )
    send.add_argument(
        "--from",
        dest="sender",
        default="",
        metavar="ĐỊA_CHỈ",
        help="với --smtp: địa chỉ người gửi",
    )
    send.add_argument(
        "--user",
        default="",
        metavar="TÊN",
        help="với --smtp: tên đăng nhập (mặc định: địa chỉ người gửi)",
    )
    send.add_argument(
        "--again", action="store_true", help="gửi lại dù tệp này đã gửi cho người nhận này"
    )


def _add_sent(commands: Commands) -> None:
    """``sent``: the log of mails."""
    sent = _command(commands, "sent", "xem nhật ký thư đã gửi")
    sent.set_defaults(run=_sent)


def _add_addin(commands: Commands) -> None:
    """``addin``: the buttons in Excel and LibreOffice."""
    addin = _command(commands, "addin", "cài hoặc gỡ các nút trong Excel và LibreOffice")
    addin.add_argument(
        "action",
        choices=["build", "install", "uninstall", "status"],
        metavar="VIỆC",
        help="build: tạo tệp; install: cài; uninstall: gỡ; status: xem đã cài chưa",
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
    rules = _command(commands, "rules", "xem các quy tắc kiểm tra")
    rules.add_argument(
        "code",
        nargs="?",
        metavar="MÃ",
        help="một quy tắc (A02) hoặc một nhóm (A)",
    )
    rules.set_defaults(run=_rules)


def _add_errors(commands: Commands) -> None:
    """``errors``: the kinds of errors listed or explained."""
    errors = _command(commands, "errors", "xem các lỗi mà chương trình báo")
    errors.add_argument("code", nargs="?", metavar="MÃ", help="một lỗi (K101) hoặc một nhóm (K1)")
    errors.set_defaults(run=_errors)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _new(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.new_plan import new_plan_file

    new_plan_file(
        options.out, options.province, options.year, sources=options.sources, unit=options.unit
    )
    _say(
        f"Đã tạo {options.out}. Hãy nhập thông tin ở trang tính ThongTin và đề án ở trang tính "
        "DeAn, rồi chạy: kehoach build"
    )
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
        plain=options.plain,
        large=options.a3,
        protect=options.protect,
        report=options.report,
    )
    said = [f"Đã lập {target}"]
    if built.kept is not None:
        said.append(f"Bản cũ được giữ ở {built.kept}")
    said += summary(built.plan, built.findings, built.proof, built.remarks, each=options.each)
    _tell(options, said)
    return FOUND if built.open_errors else DONE


def _tell(options: argparse.Namespace, lines: Sequence[str]) -> None:
    """What was done and found, where the report for programs does not stand in its place."""
    from workbook_tools.jobs.json_report import STANDARD_OUTPUT

    if options.report != STANDARD_OUTPUT:
        _say(*lines)


def _check(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.check import check_file
    from workbook_tools.jobs.summary import summary

    checked = check_file(options.plan, options.report)
    said = summary(
        checked.plan,
        checked.findings,
        remarks=checked.source.remarks,
        others=checked.others,
        each=options.each,
    )
    _tell(options, said)
    return FOUND if checked.open_errors else DONE


def _import(options: argparse.Namespace) -> int:
    """``kehoach import``: the plan that was written, and how sure each reading is."""
    from workbook_tools.jobs.import_table import import_file
    from workbook_tools.jobs.imported_summary import import_summary

    target, done = import_file(
        options.source, options.out, sheet=options.sheet, report=options.report
    )
    _tell(options, [f"Đã nhập vào {target}", *import_summary(done, each=options.each)])
    return FOUND if done.open_errors or done.missing else DONE


def _renumber(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.renumber import renumber_file

    _say(*renumber_file(options.plan, options.out, sort=options.sort))
    return DONE


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
