"""What a page break parts and what it does not, and what large type changes."""

from __future__ import annotations

from operator import attrgetter

import pytest

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout, Page, Run
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from tests.paper.archival import read_structure
from tests.paper.documents import LONGER, body_runs, lines_by_page
from tests.paper.expected import squeezed
from tests.paper.ua.check import all_faults

ITEM = "Ⅱ 特定個人情報ファイルの概要 4. 特定個人情報ファイルの取扱いの委託 委託事項1 ①委託内容"
WHY = "重要な変更に当たらないため、事後の提出とした。（指針の別表による）"


def changes(form: Form, *rows: dict[str, str], style: Style | None = None) -> Layout:
    nodes = {f"r{number}": Node(dict(row)) for number, row in enumerate(rows)}
    lists: dict[str, dict[str, Node]] = {form.roles.changes: nodes}
    if form.has_files:
        lists[FILES] = {"k": Node()}
    return layout_assessment(Snapshot(form, Node(lists=lists)), style=style)


def row(lines: int, item: str = ITEM) -> dict[str, str]:
    text = "\n".join(f"第{number}行" for number in range(lines))
    return {
        "変更日": "令和6年11月11日",
        "項目": item,
        "変更前の記載": text,
        "変更後の記載": text,
        "提出時期": "事後",
        "提出時期に係る説明": WHY,
    }


def pages_with(layout: Layout, words: str, role: Role) -> list[Page]:
    """The pages that hold all of these words, line by line, in runs of a role."""
    return [page for page in layout.pages if squeezed(words) in squeezed(of_role(page, role))]


def of_role(page: Page, role: Role) -> str:
    return "".join(run.text for run in body_runs(page) if run.role is role)


@pytest.mark.parametrize("lines", [60, 150])
@pytest.mark.parametrize("before", range(0, 40, 8))
def test_item_and_reason_are_never_parted_and_the_item_is_said_again(lines: int, before: int) -> None:
    form = find_form("yoshiki4")
    layout = changes(form, *({"変更前の記載": "短い"} for _row in range(before)), row(lines))
    (first,) = pages_with(layout, WHY, Role.ANSWER)
    assert pages_with(layout, ITEM, Role.ANSWER) == [first]
    holding = [p for p in layout.pages if any(r.text.startswith("第") for r in answers(p))]
    assert holding[0] is first
    assert len(holding) > 1
    assert pages_with(layout, f"令和6年11月11日{ITEM}（続き）", Role.ARTIFACT) == holding[1:]


def answers(page: Page) -> list[Run]:
    return [run for run in body_runs(page) if run.role is Role.ANSWER]


@pytest.mark.parametrize("item", ["", "Ⅰ 1. ②事務の内容（続き）", "Ⅰ 1. ②事務の内容(続き)"])
def test_what_says_that_it_goes_on_does_not_say_it_twice(item: str) -> None:
    layout = changes(find_form("yoshiki3"), row(90, item))
    said = "".join(r.text for page in layout.pages for r in body_runs(page) if r.role is Role.ARTIFACT)
    assert said
    assert "続き）（続き" not in said
    assert "続き)（続き" not in said
    assert said.count("続き") == said.count("令和6年11月11日")


def test_an_item_too_long_for_a_page_is_parted_all_the_same() -> None:
    item = "\n".join(f"第{number}項" for number in range(120))
    layout = changes(find_form("yoshiki4"), row(3, item))
    assert layout.overflows == ()
    assert [r.text for page in layout.pages for r in answers(page) if r.text.endswith("項")] == item.split(
        "\n"
    )


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
@pytest.mark.parametrize("day", ["令和6年11月11日", "令和16年12月30日", "平成30年12月30日"])
def test_a_day_stands_in_one_line_of_its_column(form: Form, day: str) -> None:
    layout = changes(form, {"変更日": day})
    assert any(run.text == day for page in layout.pages for run in body_runs(page))


@pytest.mark.parametrize("scale", [0.8, 1.2, 1.3, 1.4, 1.5])
def test_a_day_stands_in_one_line_in_large_type_too(scale: float) -> None:
    layout = changes(find_form("yoshiki4"), row(3) | {"変更日": "令和26年12月30日"}, style=Style(scale))
    assert any(run.text == "令和26年12月30日" for page in layout.pages for run in answers(page))
    assert not layout.overflows


@pytest.mark.parametrize(
    "heading", ["＜窓口での対策＞", "【住民基本台帳システム】", "　＜システムでの対策＞　"]
)
@pytest.mark.parametrize("left", range(4))
def test_a_small_heading_never_ends_a_page(heading: str, left: int) -> None:
    def of_lines(count: int, *more: str) -> Layout:
        text = "\n".join([*(f"第{number}行" for number in range(count)), *more])
        root = Node(lists={FILES: {"k": Node({"II.2.3": text})}})
        return layout_assessment(Snapshot(find_form("yoshiki4"), root))

    room, *_others = lines_by_page(of_lines(LONGER), "第")
    layout = of_lines(room - left, heading, *(f"後{number}行" for number in range(30)))
    (page,) = [
        p for p in layout.pages if any(run.text.strip("　") == heading.strip("　") for run in answers(p))
    ]
    assert any(run.text == "後0行" for run in answers(page))


def labels(page: Page) -> str:
    return of_role(page, Role.LABEL)


@pytest.mark.parametrize("before", range(0, 66, 5))
@pytest.mark.parametrize(
    ("filled", "first", "second"),
    [
        ("II.3.3", "使用部署", "使用者数"),
        ("III.3.r1.measures", "ユーザ認証の管理", "具体的な管理方法"),
    ],
)
def test_a_few_short_rows_of_one_label_are_on_one_page(
    filled: str, first: str, second: str, before: int
) -> None:
    file = Node({filled: "\n".join("字" * (before + 1))})
    layout = layout_assessment(Snapshot(find_form("yoshiki3"), Node(lists={FILES: {"k": file}})))
    (page,) = [page for page in layout.pages if first in labels(page)]
    assert second in labels(page)
    assert not layout.overflows


CONTINUES = Style(continued=True)


def long_answers(style: Style, **lengths: int) -> Layout:
    """A file with answers of so many lines: use, match (a second label), again (beside an upright label)."""
    items = {"use": "II.3.8", "match": "II.3.8.match", "retention": "II.6.2.reason", "again": "II.4.e.8"}
    texts = {items[name]: "\n".join(f"{name}{n}" for n in range(count)) for name, count in lengths.items()}
    entry = Node({item: text for item, text in texts.items() if item.startswith("II.4.e")})
    file = Node({i: t for i, t in texts.items() if not i.startswith("II.4.e")}, {"II.4.e": {"e": entry}})
    form = find_form("yoshiki4")
    return layout_assessment(Snapshot(form, Node(lists={FILES: {"k": file}})), style=style)


def holding(layout: Layout, word: str) -> list[Page]:
    return [page for page in layout.pages if any(run.text.startswith(word) for run in answers(page))]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("use", "⑧使用方法※（続き）"),
        ("match", "情報の突合※（続き）"),
        ("retention", "その妥当性（続き）"),
        ("again", "⑧再委託の許諾方法（続き）"),
    ],
)
@pytest.mark.parametrize("count", [70, 200])
def test_the_label_of_an_answer_that_goes_on_is_said_again_where_that_is_wanted(
    name: str, label: str, count: int
) -> None:
    first, *others = holding(long_answers(CONTINUES, **{name: count}), name)
    assert others
    assert label not in squeezed(of_role(first, Role.ARTIFACT))
    assert all(label in squeezed(of_role(page, Role.ARTIFACT)) for page in others)
    plain = long_answers(Style(), **{name: count})
    assert not any("続き" in of_role(page, Role.ARTIFACT) for page in plain.pages)


@pytest.mark.parametrize("more", range(1, 16))
def test_a_label_beside_several_rows_is_said_again_with_those_that_come_on_further_pages(more: int) -> None:
    room, *_others = lines_by_page(long_answers(CONTINUES, retention=LONGER), "retention")
    layout = long_answers(CONTINUES, retention=room + more)
    first, *others = holding(layout, "retention")
    for page in others:
        assert "②保管期間（続き）" in squeezed(of_role(page, Role.ARTIFACT))
    assert "②保管期間" in squeezed(of_role(first, Role.LABEL))


def test_an_upright_label_is_said_again_without_brackets() -> None:
    _first, *others = holding(long_answers(CONTINUES, again=150), "again")
    for page in others:
        upright = [run for run in body_runs(page) if run.role is Role.ARTIFACT and run.text in "再委託"]
        assert [run.text for run in sorted(upright, key=attrgetter("y"))] == list("再委託")
        assert len({run.x for run in upright}) == 1


def test_labels_said_again_are_no_part_of_the_document() -> None:
    lengths = {"use": 120, "match": 60, "retention": 130, "again": 90}
    pdfs = [draw_pdf(long_answers(style, **lengths), PictureDict()) for style in (Style(), CONTINUES)]
    assert all_faults(pdfs[1]) == []
    without, said = (read_structure(pdf) for pdf in pdfs)
    assert [said.text(one) for one in said.root.walk()] == [without.text(one) for one in without.root.walk()]


def test_remarks_have_the_full_width_and_an_empty_figure_leaves_room_for_them() -> None:
    form = find_form("yoshiki4")
    blank, noted = (
        layout_assessment(Snapshot(form, Node(answers, {FILES: {"k": Node()}})))
        for answers in ({}, {"A1.remarks": "長い備考の言葉。" * 12})
    )
    (page,) = [p for p in noted.pages if any("長い備考" in run.text for run in answers(p))]
    assert any("別添１" in run.text for run in page.runs() if run.role is Role.HEADING)
    (frame,) = page.frames
    last = page.boxes[-1]
    assert (last.x, last.width) == (frame.x, frame.width)
    (empty,) = [p for p in blank.pages if any("事務の内容" in r.text and r.size > 12 for r in p.runs())]
    assert empty.frames[0].height > 2 * frame.height


def test_boxes_in_large_type_stand_in_as_many_columns_as_hold_their_labels() -> None:
    form = find_form("yoshiki4")
    kinds = [place.item.kind for place in form.places.values()]
    labels = {box.label for kind in kinds if isinstance(kind, ChecksKind) for box in kind.boxes}
    layout = layout_assessment(Snapshot(form, blank_root(form)), style=Style(1.4))
    printed = {run.text for page in layout.pages for run in page.runs() if run.role is Role.OPTION}
    assert labels
    assert labels <= printed


def test_a_label_of_several_lines_is_not_parted() -> None:
    form = find_form("yoshiki4")
    label = squeezed(form.item("III.4.provide.between").label or "")
    for lines in range(1, 70):
        answers = {"III.4.limit.how": "前\n" * lines, "III.4.provide.between": "後の文である。\n" * 9}
        file = Node({**answers, "III.4.provide.others": "中の文である。\n" * 3})
        root = Node({}, {FILES: {"k": file}})
        pages = layout_assessment(Snapshot(form, root), style=Style(1.2)).pages
        labels = [
            squeezed("".join(run.text for run in page.runs() if run.role is Role.LABEL)) for page in pages
        ]
        assert sum(label in words for words in labels) == 1, lines
