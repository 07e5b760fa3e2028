"""The manual is searched by the words of whoever asks."""

from __future__ import annotations

import pytest

from pia_desktop.manual import Manual, read_manual, search_manual
from pia_desktop.manual.model import Chapter, Topic
from ui.app.manual_words import manual_in_words


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("バックアップ", "copies"),
        ("非公表", "withhold"),
        ("黒塗り", "public"),
        ("別紙", "annexes"),
        ("消してしまった", "undo"),
        ("消してしまった", "trash"),
        ("エラー", "error"),
        ("エクセル", "export"),
        ("ﾊﾞｯｸｱｯﾌﾟ 復元", "copies"),
        ("パブコメ", "hearing"),
    ],
)
def test_words_that_the_text_does_not_use_lead_to_it(words: str, topic: str) -> None:
    found = search_manual(manual_in_words(), words)
    assert topic in [one.id for one in found.topics]
    assert not found.near


def test_words_to_look_for_are_none_of_the_text() -> None:
    idle = [
        (topic.id, word)
        for topic in read_manual().topics
        for word in topic.also
        if word in f"{topic.title}\n{topic.text}"
    ]
    assert not idle


def test_what_is_not_found_leads_to_what_is_near() -> None:
    topics = (
        Topic("a", "台帳の控え", "控えは自動で作られます。"),
        Topic("b", "ごみ箱", "評価書はごみ箱に移ります。", also=("消してしまった",)),
        Topic("c", "印刷", "印刷します。"),
    )
    manual = Manual("手引き", (Chapter("章", topics),))
    assert search_manual(manual, "消してしまいました").topics == (topics[1],)
    assert search_manual(manual, "消してしまいました").near
    assert search_manual(manual, "鷲鷹鶴鴨").topics == ()
    assert search_manual(manual, "鷹").near
    assert search_manual(manual, " ").topics == topics
