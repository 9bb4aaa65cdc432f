import random

import pytest

from workbook_tools.excel import compressing as module
from workbook_tools.excel.compressing import compressing
from workbook_tools.excel.package import Package, compressed, pack

RANDOM = random.Random(7)
LARGE = RANDOM.randbytes(600_000)
PACKAGE = Package({"xl/a.xml": LARGE, "xl/b.xml": b"<b/>", "xl/c.xml": LARGE[::-1]})


def test_the_file_has_the_same_bytes() -> None:
    assert pack(PACKAGE, compressing(PACKAGE)) == pack(PACKAGE)


def test_a_part_that_came_later_is_compressed_too() -> None:
    packed = compressing(PACKAGE)
    later = PACKAGE.changed({"xl/c.xml": LARGE[1:]})
    assert pack(later, packed) == pack(later)


def test_small_parts_need_no_thread() -> None:
    assert compressing(Package({"xl/b.xml": b"<b/>"})) is compressed


def test_a_part_that_could_not_be_compressed_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    def failing(data: bytes) -> object:
        calls.append(len(data))
        if len(calls) == 1:
            raise MemoryError
        return compressed(data)

    monkeypatch.setattr(module, "compressed", failing)
    assert pack(PACKAGE, compressing(PACKAGE)) == pack(PACKAGE)
