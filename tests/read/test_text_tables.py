

def test_a_table_with_more_lines_than_are_read_is_refused() -> None:
    data = "TT;Tên đề án;Kinh phí\n" + "\n".join(f"{at};Đề án {at};5" for at in range(1, 40_001))
    with pytest.raises(InputError, match=r"quá 40\.000 dòng.*K304"):
        text_document(data.encode(), "a.csv")
