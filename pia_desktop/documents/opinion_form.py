"""意見提出用紙: the sheet for residents' opinions; no personal data is required."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.table import kept, plain_line
from pia_desktop.paper.blocks import (
    Align,
    Block,
    ColumnsRow,
    Look,
    PageStart,
    Role,
    Space,
    Title,
    Words,
)
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.measure import LayoutCache, measure
from pia_desktop.paper.memo import Stretch
from pia_desktop.paper.style import Style

FORM_TITLE: Final = "意見提出用紙"
_BLANKS: Final = (
    ("提出日", "令和　　　年　　　月　　　日", 26.0),
    ("氏名（法人・団体は名称）　【任意】", "", 34.0),
    ("住所・所在地　【任意】", "", 34.0),
    ("連絡先（電話番号、電子メール）　【任意】", "", 34.0),
)
_OPTIONAL: Final = (
    "氏名、住所及び連絡先の記入は任意です。記入がなくても、御意見として受け付けます。"
    "記入された個人情報は、御意見の内容を確認するためにだけ利用し、公表しません。"
)
_AFTERWARDS: Final = (
    "御意見は要旨を整理し、対応と併せて公表します。個別の回答はいたしません。"
    "評価書のどこについての御意見か、分かる範囲でページ又は項目の名称を記入してください。"
)
_HEADS: Final = ("該当箇所（ページ、項目）", "御意見")
_ROWS: Final = 4
_TALL: Final = 82.0
_LONGEST: Final = 200


def opinion_form(snapshot: Snapshot, style: Style | None = None) -> Layout:
    """The sheet for a public copy of the assessment."""
    blocks = tuple(_blocks(snapshot))
    title = plain_line(f"{FORM_TITLE}　{_answer(snapshot, snapshot.form.roles.title)}")
    return measure([Stretch(("form",), blocks)], style or Style(), LayoutCache(), title=title)


def _answer(snapshot: Snapshot, item_id: str | None) -> str:
    value = snapshot.root.answer((item_id,)) if item_id else None
    return kept(value)[:_LONGEST].strip() if isinstance(value, str) else ""


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    roles = snapshot.form.roles
    yield PageStart()
    yield Title(Words(FORM_TITLE, (), Role.HEADING, Look.PART, Align.CENTRE), 0.0, 10.0, FORM_TITLE)
    name = _answer(snapshot, roles.title) or snapshot.form.title
    facts = [("評価書名", f"{name}（案）")]
    facts += [("提出先", _answer(snapshot, roles.agency))]
    facts += [("意見の募集期間", _answer(snapshot, roles.hearing_period))]
    facts += [("提出の方法", _answer(snapshot, roles.hearing_method))]
    for label, words in facts:
        yield _row(label, words, 22.0)
    yield Space(12.0)
    for label, words, tall in _BLANKS:
        yield _row(label, words, tall)
    yield ColumnsRow((Words(_OPTIONAL, (), Role.NOTE, Look.NOTE),), (1,))
    yield Space(12.0)
    heads = tuple(Words(head, (), Role.LABEL, Look.COLUMN_HEAD, Align.CENTRE) for head in _HEADS)
    yield ColumnsRow(heads, (26, 74), head=True)
    for number in range(_ROWS):
        blank = tuple(Words("", ("opinion", str(number), side)) for side in ("place", "words"))
        yield ColumnsRow(blank, (26, 74), tall=_TALL)
    yield ColumnsRow((Words(_AFTERWARDS, (), Role.NOTE, Look.NOTE),), (1,))


def _row(label: str, words: str, tall: float) -> ColumnsRow:
    return ColumnsRow(
        (Words(label, (), Role.LABEL, Look.LABEL), Words(words, (), Role.ANSWER, Look.BODY)),
        (30, 70),
        tall=tall,
    )
