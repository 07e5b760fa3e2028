"""A version whose own name begins with its number is not called by it twice."""

from __future__ import annotations

import pytest

from pia_desktop.assessment.version_names import own_name
from pia_desktop.documents.council import version_words
from pia_desktop.paper.options import version_in_footer


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("公表版", "公表版"),
        ("第1版", ""),
        ("第１版　公表版", "公表版"),
        ("第2版の案", "第2版の案"),  # another number is news
        ("", ""),
    ],
)
def test_the_number_is_said_once(name: str, own: str) -> None:
    assert own_name(1, name) == own
    assert version_in_footer(1, name) == f"第1版　{own}".rstrip()
    assert version_words(1, name, "") == ("第1版" + (f"「{own}」" if own else ""))
