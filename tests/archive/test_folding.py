import sqlite3

import pytest

from archive.folding import fold, like_pattern


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller^Jérôme", "muller jerome"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダ タロウ"),
        ("山田^太郎", "山田 太郎"),
        ("홍^길동", "홍 길동"),
        ("Διονύσιος", "διονυσιοσ"),
        ("  A^^B=C ", "a b c"),
    ],
)
def test_case_accents_width_and_carets_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize("token", ["100%", "a_b", "back\\slash", "plain"])
def test_wildcards_in_a_word_mean_themselves(token: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        query = "select ? like ? escape '\\'"
        assert connection.execute(query, (f"x{token}y", like_pattern(token))).fetchone() == (1,)
        assert connection.execute(query, ("x100 aXb backslash", like_pattern(token))).fetchone() == (0,)
    connection.close()
