"""Sentences that follow each other in one line, in either language."""

import pytest

from pia_desktop.i18n import in_a_row, language, use_language


@pytest.mark.parametrize(("spoken", "line"), [("ja", "一つ目。二つ目。"), ("en", "一つ目。 二つ目。")])
def test_spaces_stand_between_sentences_where_the_language_writes_them(spoken: str, line: str) -> None:
    before = language()
    use_language(spoken)
    try:
        assert in_a_row("一つ目。", "", "二つ目。") == line
    finally:
        use_language(before)
