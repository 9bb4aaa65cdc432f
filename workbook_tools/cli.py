"""The command ``kehoach``; every call does what a function of the library does."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from workbook_tools.errors import InputError, WorkbookToolsError

if TYPE_CHECKING:
    from workbook_tools.check import Finding
    from workbook_tools.plan.model import Plan
    from workbook_tools.render.proof import Proof

DONE, FOUND, UNUSABLE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("kehoach").strip()
        raise InputError(
            f"Lệnh chưa đúng ({message}). Xem cách dùng: kehoach {command} --help".replace(
                "  ", " "
            )
        )


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
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu; chưa ghi gì ra tệp.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        print(
            f"Chương trình gặp lỗi không lường trước ({type(error).__name__}: {error}); chưa ghi gì ra tệp. "
            "Hãy gửi tệp kế hoạch và dòng này cho người hỗ trợ.",
            file=sys.stderr,
        )
        if os.environ.get("KEHOACH_DEBUG"):
            raise
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="kehoach", description="Lập biểu tổng hợp kế hoạch khuyến công địa phương."
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="LỆNH", parser_class=_Parser
    )

    new = commands.add_parser("new", help="tạo sổ kế hoạch trống")
    new.add_argument("out", type=Path, metavar="TỆP.xlsx")
    new.add_argument("--province", required=True, metavar="TỈNH", help="tên tỉnh")
    new.add_argument("--year", required=True, type=int, metavar="NĂM", help="năm kế hoạch")
    new.set_defaults(run=_new)

    build = commands.add_parser("build", help="lập biểu: đọc, kiểm tra, xếp, chứng minh, ghi")
    build.add_argument("plan", type=Path, metavar="KẾ_HOẠCH.xlsx")
    where = build.add_mutually_exclusive_group()
    where.add_argument(
        "-o", "--out", type=Path, metavar="TỆP", help="tệp kết quả (mặc định PhuLuc_<tên>.xlsx)"
    )
    where.add_argument("--in-place", action="store_true", help="ghi vào chính sổ kế hoạch")
    build.add_argument("--template", type=Path, metavar="MẪU.xlsx", help="tệp mẫu khác")
    build.add_argument(
        "--no-flags", action="store_true", help="không đánh dấu trong ô, chỉ ghi ở trang KiemTra"
    )
    build.add_argument("--report", type=Path, metavar="TỆP.json", help="ghi báo cáo JSON")
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check", help="chỉ kiểm tra: sổ kế hoạch, sổ đã lập, hoặc phụ lục của nơi khác"
    )
    check.add_argument("plan", type=Path, metavar="SỔ.xlsx")
    check.add_argument("--report", type=Path, metavar="TỆP.json", help="ghi báo cáo JSON")
    check.set_defaults(run=_check)

    unflag = commands.add_parser("unflag", help="bỏ mọi dấu kiểm tra khỏi sổ")
    unflag.add_argument("workbook", type=Path, metavar="SỔ.xlsx")
    unflag.add_argument(
        "-o", "--out", type=Path, metavar="TỆP", help="tệp kết quả (mặc định: chính sổ đó)"
    )
    unflag.set_defaults(run=_unflag)

    template = commands.add_parser("template", help="kiểm tra tệp mẫu")
    template.add_argument("action", choices=["lint"], metavar="lint")
    template.add_argument("file", type=Path, metavar="MẪU.xlsx")
    template.set_defaults(run=_lint)

    send = commands.add_parser("send", help="bản sạch, PDF, thư nháp từ sổ đã lập")
    send.add_argument("workbook", type=Path, metavar="SỔ.xlsx")
    send.add_argument(
        "--draft", type=Path, metavar="THƯ_MỤC", help="ghi .eml và tệp kèm theo vào đó, không mở gì"
    )
    send.add_argument("--smtp", metavar="MÁY_CHỦ[:CỔNG]", help="gửi thẳng qua máy chủ thư (TLS)")
    send.add_argument("--from", dest="sender", metavar="ĐỊA_CHỈ", help="với --smtp: người gửi")
    send.add_argument(
        "--user", metavar="TÊN", help="với --smtp: tên đăng nhập (mặc định là người gửi)"
    )
    send.add_argument(
        "--sheets", default="PhuLuc,TongHop", metavar="TRANG,…", help="các trang gửi đi"
    )
    send.add_argument(
        "--split-by", default="", metavar="CỘT", help="mỗi đơn vị một phần: “Đơn vị thực hiện”"
    )
    send.add_argument(
        "--despite-errors", default="", metavar="LÝ_DO", help="gửi dù còn lỗi, lý do được ghi lại"
    )
    send.add_argument(
        "--pattern", metavar="MẪU", help="mẫu tên tệp, ví dụ KH_KhuyenCong_{tinh}_{nam}_{so}"
    )
    send.add_argument("--ascii-names", action="store_true", help="tên tệp không dấu")
    send.add_argument("--no-pdf", action="store_true", help="không làm PDF")
    send.add_argument(
        "--max-mb", type=float, default=20.0, metavar="SỐ", help="mức nặng nhất của tệp kèm theo"
    )
    send.add_argument(
        "--mail-texts",
        type=Path,
        metavar="THƯ_MỤC",
        help="mẫu thư riêng: subject.txt, body.txt, body.html",
    )
    send.add_argument(
        "--template",
        type=Path,
        metavar="MẪU.xlsx",
        help="tệp mẫu đã dùng khi lập, nếu là tệp mẫu khác",
    )
    send.add_argument(
        "--again", action="store_true", help="gửi dù đã gửi đúng tệp này cho người này"
    )
    send.set_defaults(run=_send)

    sent = commands.add_parser("sent", help="sổ thư đã gửi")
    sent.set_defaults(run=_sent)

    addin = commands.add_parser("addin", help="phần bổ trợ của Excel và LibreOffice")
    addin.add_argument(
        "action",
        choices=["build", "install", "uninstall", "status"],
        metavar="build|install|uninstall|status",
    )
    addin.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="TỆP",
        help="với build: KhuyenCong.xlam (mặc định) hoặc .oxt",
    )
    addin.set_defaults(run=_addin)

    rules = commands.add_parser("rules", help="các quy tắc kiểm tra")
    rules.add_argument("code", nargs="?", metavar="MÃ")
    rules.set_defaults(run=_rules)
    return parser


def _new(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.new_plan import new_plan
    from workbook_tools.machine.files import write_whole

    if not 2000 <= options.year <= 2100:
        raise InputError(f"Năm {options.year} không hợp lệ; cần từ 2000 đến 2100.")
    if options.out.suffix.lower() != ".xlsx":
        raise InputError(f"Tệp {options.out} phải có đuôi .xlsx.")
    if options.out.exists():
        raise InputError(f"Đã có tệp {options.out}; hãy chọn tên khác để không mất dữ liệu.")
    write_whole(options.out, new_plan(options.province, options.year))
    print(f"Đã tạo {options.out}. Nhập thông tin ở trang ThongTin và đề án ở trang DeAn.")
    return DONE


def _build(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.build import STAGES, build_workbook
    from workbook_tools.jobs.json_report import report
    from workbook_tools.machine.progress import progress

    target = _target(options)
    size = options.plan.stat().st_size if options.plan.exists() else 0
    with progress(STAGES, size) as begin:
        built = build_workbook(
            options.plan, options.template, flags=not options.no_flags, progress=begin
        )
    started = time.perf_counter()
    built.save(target)
    timings = {**built.timings, "save": time.perf_counter() - started}
    if options.report:
        _write_report(options.report, report(built.plan, built.findings, built.proof, timings))
    print(f"Đã lập {target}")
    _say(built.plan, built.findings, built.proof)
    return FOUND if any(finding.open_error for finding in built.findings) else DONE


def _target(options: argparse.Namespace) -> Path:
    plan: Path = options.plan
    if options.in_place:
        return plan
    target: Path = options.out or plan.with_name(f"PhuLuc_{plan.name}")
    if target.suffix.lower() != plan.suffix.lower():
        raise InputError(f"Tệp kết quả {target.name} phải có đuôi {plan.suffix} như sổ kế hoạch.")
    if target.exists() and plan.exists() and target.samefile(plan):
        raise InputError(
            "Tệp kết quả trùng với sổ kế hoạch; nếu muốn ghi vào chính sổ đó, hãy dùng --in-place."
        )
    return target


def _check(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.check import check_workbook
    from workbook_tools.jobs.json_report import report
    from workbook_tools.read.source import open_source

    started = time.perf_counter()
    source = open_source(options.plan)
    read = time.perf_counter()
    plan, findings = check_workbook(source)
    timings = {"read": read - started, "check": time.perf_counter() - read}
    if options.report:
        _write_report(options.report, report(plan, findings, None, timings))
    _say(plan, findings, None)
    return FOUND if any(finding.open_error for finding in findings) else DONE


def _unflag(options: argparse.Namespace) -> int:
    from workbook_tools.flags.flagging import unflagged
    from workbook_tools.machine.files import write_whole
    from workbook_tools.read.source import open_source

    target = options.out or options.workbook
    if target.suffix.lower() != options.workbook.suffix.lower():
        raise InputError(
            f"Tệp kết quả {target.name} phải có đuôi {options.workbook.suffix} như sổ ban đầu."
        )
    source = open_source(options.workbook)
    clean = unflagged(source)
    if clean is source and target == options.workbook:
        print(f"{target} không có dấu kiểm tra nào.")
        return DONE
    write_whole(target, clean.data)
    print(f"Đã bỏ dấu kiểm tra: {target}")
    return DONE


def _write_report(path: Path, data: bytes) -> None:
    from workbook_tools.machine.files import write_whole

    write_whole(path, data)


def _say(plan: Plan, findings: tuple[Finding, ...], proof: Proof | None) -> None:
    from workbook_tools.check import Severity
    from workbook_tools.plan.money import format_amount

    whose = " ".join(str(part) for part in (plan.province_name, plan.year) if part) or plan.sheet
    sections, programmes = (
        sum(1 for line in lines if line.row) for lines in (plan.sections, plan.programmes)
    )
    print(f"  {whose}: {sections} mục, {programmes} chương trình, {len(plan.projects)} đề án")
    print(
        f"  Tổng KP {format_amount(plan.total)}; KPKC ĐP {format_amount(plan.province)}; "
        f"đơn vị thụ hưởng {format_amount(plan.beneficiary)}; nguồn khác {format_amount(plan.other)} ({plan.unit.name})"
    )
    if proof is not None:
        print(f"  Công thức: {proof.written} đã ghi, {proof.proved} đã chứng minh")
    for remark in plan.remarks:
        print(
            f"  {remark.place}: “{remark.found}” được đọc là {remark.read_as} ({remark.evidence})"
        )
    for finding in findings:
        accepted = f" [đã giải trình: {finding.accepted}]" if finding.accepted is not None else ""
        print(f"  {finding.rule} {finding.label} {finding.where}: {finding.message}{accepted}")
    if not any(finding.severity is Severity.ERROR for finding in findings):
        print("  Không có lỗi.")


def _lint(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.lint_template import lint
    from workbook_tools.read.source import open_source

    faults = lint(open_source(options.file).package)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} lỗi trong tệp mẫu." if faults else "Tệp mẫu không có lỗi.")
    return FOUND if faults else DONE


def _send(options: argparse.Namespace) -> int:
    from workbook_tools.jobs.send import MEGABYTE, Choices, prepare
    from workbook_tools.machine.state import state_folder
    from workbook_tools.place import Place
    from workbook_tools.read.source import open_source
    from workbook_tools.send import delivery, smtp
    from workbook_tools.send.mail import FOLDER, checked
    from workbook_tools.send.names import PATTERN
    from workbook_tools.send.sent_log import SentLog

    if options.smtp and not options.sender:
        raise InputError("--smtp cần --from ĐỊA_CHỈ của người gửi.")
    if options.smtp:
        checked(options.sender, Place("--from"))
    if options.smtp and options.draft:
        raise InputError("Chỉ chọn một: --draft ghi thư nháp, --smtp gửi thẳng.")
    sheets = [name.strip() for name in options.sheets.split(",") if name.strip()]
    parts = prepare(
        open_source(options.workbook),
        Choices(
            sheets=sheets,
            pattern=options.pattern or PATTERN,
            ascii_names=options.ascii_names,
            pdf=not options.no_pdf,
            max_bytes=int(options.max_mb * MEGABYTE),
            split_by=options.split_by,
            despite_errors=options.despite_errors,
            texts=options.mail_texts or FOLDER,
            template=options.template,
        ),
    )
    log = SentLog()
    rest = list(parts)
    repeats: list[str] = []
    if not options.again and not options.draft:
        rest, repeats = delivery.without_repeats(parts, log)
    print("\n".join([*(line for part in rest for line in delivery.told(part)), *repeats]))
    if options.smtp:
        where = smtp.server(options.smtp, options.user or options.sender)
        sender = ("", options.sender)
        said = delivery.send_all(
            rest, lambda mail: smtp.send(mail, where, sender), log, options.despite_errors
        )
    elif options.draft:
        said = delivery.drafts(rest, options.draft, log, options.despite_errors)
    else:
        said = delivery.open_drafts(rest, state_folder() / "thu-nhap", log, options.despite_errors)
    print("\n".join(said))
    return DONE


def _sent(options: argparse.Namespace) -> int:
    from workbook_tools.send.sent_log import LABELS, SentLog

    entries = SentLog().entries()
    for entry in entries:
        whom = ", ".join(entry.addresses) or "(chưa có địa chỉ)"
        override = f"; gửi dù còn lỗi: {entry.override}" if entry.override else ""
        print(f"{entry.at}  {LABELS[entry.state]}: {entry.subject}")
        print(f"  cho {whom}; tổng {entry.totals['total']}{override}")
        for name, said in entry.files:
            print(f"  {name}  {said}")
        if entry.note:
            print(f"  {entry.note}")
    if not entries:
        print("Chưa gửi thư nào.")
    return DONE


def _addin(options: argparse.Namespace) -> int:
    from workbook_tools.addin.xlam import PROJECT

    if options.action == "build":
        from workbook_tools.machine.files import write_whole

        target: Path = options.out or Path(f"{PROJECT}.xlam")
        if target.suffix.lower() == ".oxt":
            from workbook_tools.addin.oxt import extension

            write_whole(target, extension())
        elif target.suffix.lower() == ".xlam":
            from workbook_tools.addin.xlam import addin

            write_whole(target, addin())
        else:
            raise InputError(
                f"Tệp {target.name} phải có đuôi .xlam (Excel) hoặc .oxt (LibreOffice)."
            )
        print(f"Đã làm {target}")
        return DONE
    if options.out is not None:
        raise InputError("-o chỉ dùng với kehoach addin build.")
    from workbook_tools.addin import unopkg
    from workbook_tools.addin.install import SYSTEMS, install, places, settings, status, uninstall

    said = unopkg.act(options.action)
    if sys.platform in SYSTEMS:
        act = {"install": install, "uninstall": uninstall, "status": status}[options.action]
        said = act(places(), settings()) + said
    print("\n".join(said))
    return DONE


def _rules(options: argparse.Namespace) -> int:
    from workbook_tools.check import RULES

    if options.code is None:
        for rule in RULES.values():
            print(f"{rule.code}  {rule.severity.label:<9} {rule.title}")
        return DONE
    found = RULES.get(options.code.upper())
    if found is None:
        raise InputError(f"Không có quy tắc {options.code}; xem danh sách bằng lệnh kehoach rules.")
    print(
        f"{found.code} ({found.severity.label}) {found.title}\n\n{found.explanation}\n\n"
        f"Sai:   {found.bad}\nĐúng:  {found.good}"
    )
    return DONE


if __name__ == "__main__":
    sys.exit(main())
