import pytest

from workbook_tools.template.expressions import shorten


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("I.1 Đào tạo nghề", 30, "I.1 Đào tạo nghề"),
        ("I.1 Đào tạo nghề cho lao động nông thôn", 20, "I.1 Đào tạo nghề…"),
        ("I.1 Đào tạo nghề cho lao động", 17, "I.1 Đào tạo nghề…"),
        ("Siêudàikhôngcódấucáchnàocả", 10, "Siêudàikh…"),
        ("  hai   dấu cách ", 30, "hai dấu cách"),
        ("", 30, ""),
        (None, 30, ""),
        (2027, 3, "20…"),
    ],
)
def test_a_text_is_cut_behind_a_word(text: object, most: int, said: str) -> None:
    assert shorten(text, most) == said
    assert len(said) <= most
