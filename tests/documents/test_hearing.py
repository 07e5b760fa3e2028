"""What the public is shown: bound papers and their numbers, the outline on one page, the sheet."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from pathlib import Path

import pypdf
import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Assessment, Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.opinions import NONE_CAME, SaidOpinion, fill_edit, filling
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.cli import main
from pia_desktop.documents.change_outline import change_outline
from pia_desktop.documents.council import ChosenChange
from pia_desktop.documents.hearing import COUNTER_SCALES, Hearing, counter_layout, hearing_layout
from pia_desktop.documents.opinion_form import opinion_form
from pia_desktop.documents.sheets import layout_table
from pia_desktop.documents.table import cell_text
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import ANNEX_TITLE, ANNEXES, FILES, Form
from pia_desktop.forms.values import Checked
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.front import CONTENTS_TITLE
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from pia_desktop.revisions.compare import compare
from tests.paper.archival import check_archival

FORM = find_form("yoshiki4")
SECRET = "架空の秘密の語句"


def texts(layout: Layout, page: int) -> str:
    return "".join("".join(run.text for run in layout.pages[page].runs()).split())


@cache
def states() -> tuple[Snapshot, Snapshot]:
    old = Snapshot(
        FORM,
        blank_root(FORM)
        .with_answer((FORM.roles.title,), "架空の事務　全項目評価書")
        .with_answer(("VI.2.2",), "令和8年4月1日から30日間")
        .with_entries((FILES,), {"k": Node({"II.1": "架空台帳", "III.3.r1.address": "古い措置を行う。"})}),
    )
    work = Assessment(FORM, old.root)
    work.apply(SetAnswer((FILES, "k", "III.3.r1.address"), f"新しい措置を行う。{SECRET}もある。"))
    work.apply(SetWithheld((FILES, "k", "III.3.r1.address"), ((9, 9 + len(SECRET)),)))
    return old, work.snapshot()


@cache
def hearing() -> Layout:
    old, new = states()
    found = compare(old, new)
    chosen = [ChosenChange(one, "観点") for one in found.changes]
    moment = datetime(2026, 4, 1, 9, 0)
    return hearing_layout(Hearing(new, new, found, chosen, "改定後：案", moment), PictureDict())


def test_the_numbers_that_a_reader_shows_are_those_on_the_paper() -> None:
    layout, data = hearing(), draw_pdf(hearing(), PictureDict())
    reader = pypdf.PdfReader(io.BytesIO(data))
    labels = [folio.words for folio in layout.folios]
    assert reader.page_labels == labels
    assert labels[:3] == ["目次-1", "概要-1", "1"]
    assert labels[-2:] == ["対照表-1", "用紙-1"]
    for page, label in enumerate(labels):
        assert label in texts(layout, page)
        assert not (label.endswith("-1") and texts(layout, page).endswith("11"))
    check_archival(data)


def test_the_contents_say_and_lead_where_everything_is() -> None:
    layout = hearing()
    front = texts(layout, 0)
    labels = [folio.words for folio in layout.folios]
    for name, prefix in (("変更の概要", "概要"), ("新旧対照表", "対照表"), ("意見提出用紙", "用紙")):
        assert f"{name}（{prefix}-1ページ）" in front
    part = labels.index("1") + next(
        at for at in range(20) if texts(layout, labels.index("1") + at).startswith("Ⅰ基本情報")
    )
    assert f"Ⅰ基本情報（{labels[part]}ページ）" in front
    reader = pypdf.PdfReader(io.BytesIO(draw_pdf(layout, PictureDict())))
    links = [one.get_object() for one in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) == front.count("ページ）")
    assert reader.pages[part].indirect_reference in [link["/Dest"][0] for link in links]
    outline = [one.title for one in reader.outline if not isinstance(one, list)]
    assert outline == ["目次", "変更の概要", "特定個人情報保護評価書（案）", "新旧対照表", "意見提出用紙"]


def test_the_assessment_bears_the_mark_and_nothing_withheld_is_anywhere() -> None:
    layout = hearing()
    first = next(at for at, folio in enumerate(layout.folios) if folio.words == "1")
    assert [run.text for run in layout.pages[first].behind] == ["案"]
    own = [page for page, folio in enumerate(layout.folios) if not folio.prefix]
    assert own
    assert all(SECRET not in texts(layout, page) for page in own)


def test_without_an_older_state_there_is_nothing_to_compare() -> None:
    _old, new = states()
    layout = hearing_layout(Hearing(new, new), PictureDict())
    assert {folio.prefix for folio in layout.folios} == {"目次", "", "用紙"}


@pytest.mark.parametrize("scale", COUNTER_SCALES)
def test_the_copy_for_the_counter_is_larger_and_has_contents(scale: int) -> None:
    _old, new = states()
    layout = counter_layout(new, new, PictureDict(), scale)
    sizes = [max(run.size for run in page.runs()) for page in layout.pages[1:]]
    plain = layout_assessment(new)
    assert max(sizes) == pytest.approx(
        scale / 100 * max(run.size for page in plain.pages for run in page.runs())
    )
    assert texts(layout, 0).count("ページ）") == 1 + len(FORM.parts)
    assert all(SECRET not in texts(layout, page) for page in range(len(layout.pages)))
    assert layout.title == "架空の事務　全項目評価書"


def test_the_contents_lead_to_each_part_of_each_file_and_to_each_annex() -> None:
    files = {"a": Node({"II.1": "資格台帳"}), "b": Node({"II.1": "賦課台帳"})}
    annexes = {key: Node({ANNEX_TITLE: f"架空の資料{key}"}) for key in "xy"}
    some = Snapshot(FORM, blank_root(FORM).with_entries((FILES,), files).with_entries((ANNEXES,), annexes))
    layout = counter_layout(some, some, PictureDict())
    front = [words for page in (0, 1) for words in lines_on(layout, page) if "ページ）" in words]
    for title in ("特定個人情報ファイルの概要", "特定個人情報ファイル記録項目", "におけるリスク対策"):
        named = [words for words in front if title in words]
        assert ["資格台帳" in words for words in named] == [True, False]
        assert ["賦課台帳" in words for words in named] == [False, True]
    assert [sum(f"架空の資料{key}" in words for words in front) for key in annexes] == [1, 1]
    labels = [folio.words for folio in layout.folios]
    reader = pypdf.PdfReader(io.BytesIO(draw_pdf(layout, PictureDict())))
    links = [one.get_object() for page in reader.pages[:2] for one in page.get("/Annots", ())]
    numbers = {page.indirect_reference: label for page, label in zip(reader.pages, labels, strict=True)}
    assert [numbers[link["/Dest"][0]] for link in links] == [
        words[words.rindex("（") + 1 : words.rindex("ページ）")] for words in front
    ]


@pytest.mark.parametrize(
    ("period", "lines"),
    [
        (
            "令和6年6月10日（月）から令和6年7月10日（水）まで",
            ["令和6年6月10日（月）から", "令和6年7月10日（水）まで"],
        ),
        ("令和６年６月１０日～７月１０日", ["令和６年６月１０日～", "７月１０日"]),
        ("令和8年4月1日から30日間", ["令和8年4月1日から30日間"]),
    ],
)
def test_the_title_does_not_tear_a_day_of_the_period(period: str, lines: list[str]) -> None:
    _old, new = states()
    some = Snapshot(FORM, new.root.with_answer(("VI.2.2",), period))
    runs = [run.text for run in hearing_layout(Hearing(some, some), PictureDict()).pages[0].runs()]
    assert runs[2 : 2 + len(lines)] == lines


def lines_on(layout: Layout, page: int) -> list[str]:
    """The words of each cell of a page."""
    return [
        "".join(run.text for part in piece.slices for run in part.runs) for piece in layout.pages[page].placed
    ]


@pytest.mark.parametrize("scale", [100, *COUNTER_SCALES])
def test_a_cover_with_long_words_stays_on_one_page(scale: int) -> None:
    """The air between its boxes gives way for large type."""
    long = "本評価書に記載した措置のうち共通のものは、運営主体が示した仕様に基づく。" * 5
    answers = {"cover.number": "1", "cover.title": "国民健康保険に関する事務", "cover.remarks": long}
    layout = layout_assessment(
        Snapshot(FORM, Node(dict(answers), blank_root(FORM).lists)), style=Style(scale / 100)
    )
    assert "".join(FORM.mark.split()) in texts(layout, 0)
    assert CONTENTS_TITLE in texts(layout, 1)


def test_the_public_gets_no_empty_column_and_those_with_remarks_their_own() -> None:
    old, new = states()
    found = compare(old, new)
    for remark in ("", "観点"):
        chosen = [ChosenChange(change, remark) for change in found.changes]
        layout = hearing_layout(Hearing(new, new, found, chosen), PictureDict())
        words = "".join(texts(layout, page) for page in range(len(layout.pages)))
        assert ("審査の観点・主な相違点" in words) == bool(remark)


# ---- the outline of what changes


def test_the_outline_tells_what_became_what_and_whether_it_is_important() -> None:
    old, new = states()
    document = change_outline(compare(old, new))
    (row,) = document.rows()
    assert cell_text(row.cells[0]).startswith("Ⅲ 3. 特定個人情報の使用")
    assert "「古い措置を行う。」を「新しい措置を行う。" in cell_text(row.cells[1])
    assert cell_text(row.cells[2]) == "○"
    assert not change_outline(compare(old, old)).groups[0].rows[0].cells[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "旧番号法の規定に基づき、認められた範囲内で照会を行う。",
            "番号法の規定に基づき、認められた範囲内で照会を行う。",
            "「旧番号法」を「番号法」に変更",
        ),
        (
            "記録は、鍵のかかる書庫に５年保存することとし、処理の都度点検する。",
            "記録は、鍵のかかる書庫に７年保存することとし、処理の都度点検する。",
            "「５年保存」を「７年保存」に変更",
        ),
        ("旧保険課", "保険課", "「旧保険課」を「保険課」に変更"),
        (
            "措置を行う。必要な記録を残すものとする。",
            "措置を行う。必要な記録を残すものとする。点検もする。",
            "「点検もする。」を追加",
        ),
    ],
)
def test_the_outline_quotes_words_and_no_pieces_of_them(old: str, new: str, told: str) -> None:
    states = [
        Snapshot(FORM, Node({}, {FILES: {"k": Node({"III.3.r1.address": words})}})) for words in (old, new)
    ]
    (row,) = change_outline(compare(*states)).rows()
    assert cell_text(row.cells[1]) == told


def test_the_outline_names_the_boxes_that_are_ticked_now() -> None:
    boxes = ["個人番号", "その他識別情報（内部番号）", "連絡先（電話番号等）", "介護・高齢者福祉関係情報"]
    old, new = (
        Snapshot(FORM, Node({}, {FILES: {"k": Node({"II.2.4.main": Checked.of(ticked)})}}))
        for ticked in (boxes[1:], boxes)
    )
    (row,) = change_outline(compare(old, new)).rows()
    assert cell_text(row.cells[1]) == "「個人番号」を追加"


def test_contents_that_end_a_little_below_the_first_page_have_less_air() -> None:
    entries = {f"k{number}": Node({ANNEX_TITLE: f"架空の別紙{number}"}) for number in range(12)}
    new = Snapshot(FORM, states()[1].root.with_entries((ANNEXES,), entries))
    layout = counter_layout(new, new, PictureDict())
    assert [folio.prefix for folio in layout.folios].count("目次") == 1


def test_a_long_name_keeps_its_end_which_says_what_changed() -> None:
    old, new = (
        Snapshot(
            FORM,
            Node({}, {FILES: {"k": Node({"II.1": "架空の長い名の台帳" * 6, "III.3.r2.auth.how": words})}}),
        )
        for words in ("古い方法", "新しい方法")
    )
    (row,) = change_outline(compare(old, new)).rows()
    assert cell_text(row.cells[0]).endswith("ユーザ認証の管理 具体的な管理方法")


@pytest.mark.parametrize("count", [1, 40, 400])
def test_the_outline_has_one_page_and_keeps_what_is_important(count: int) -> None:
    def state(words: str) -> Snapshot:
        entries = {
            f"k{n}": Node({"I.2.1": f"システム{n}", "I.2.2": f"{words}機能{n}を持つ。" * 9})
            for n in range(count)
        }
        file = Node({"II.1": "台帳", "III.3.r1.address": f"{words}措置"})
        return Snapshot(FORM, Node({}, {"I.2": entries, FILES: {"f": file}}))

    document = change_outline(compare(state("古い"), state("新しい")))
    assert len(layout_table(document).pages) == 1
    assert any(cell_text(row.cells[2]) == "○" for row in document.rows())
    told = len(list(document.rows()))
    left = f"このほか{count + 1 - told}項目" if told < count + 1 else ""
    assert left in "".join(document.notes)
    assert bool(document.notes) == bool(left)


# ---- the sheet


def test_the_sheet_has_one_page_and_requires_nothing_personal() -> None:
    _old, new = states()
    layout = opinion_form(new)
    assert len(layout.pages) == 1
    words = texts(layout, 0)
    assert words.count("【任意】") == 3
    assert "架空の事務全項目評価書（案）" in words
    assert "令和8年4月1日から30日間" in words


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_any_form_has_its_papers(form: Form) -> None:
    blank = Snapshot(form, blank_root(form))
    layout = hearing_layout(Hearing(blank, blank, compare(blank, blank)), PictureDict())
    assert len(opinion_form(blank).pages) == 1
    assert layout.folios[-1].words == "用紙-1"


# ---- opinions in the assessment


def test_opinions_fill_the_items_that_the_form_has_for_them() -> None:
    said = [
        SaidOpinion("詳しく", "そうする", "詳しくした"),
        SaidOpinion("反対", "参考とする"),
        SaidOpinion(" "),
    ]
    found = filling(FORM, said)
    assert found.opinions == "（１）詳しく\n（２）反対"
    assert found.reflection == "（１）詳しくした\n（２）参考とする"
    root = blank_root(FORM)
    edit = fill_edit(root, found)
    assert edit is not None
    work = Assessment(FORM, root)
    work.apply(edit)
    assert work.root.answer((FORM.roles.opinions or "",)) == found.opinions
    assert fill_edit(work.root, found) is None
    assert filling(FORM, [said[0]]).opinions == "詳しく"
    assert filling(FORM, []).opinions == NONE_CAME


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_a_form_without_the_items_is_left_alone(form: Form) -> None:
    found = filling(form, [SaidOpinion("詳しく", "そうする"), SaidOpinion("別の意見")])
    edit = fill_edit(blank_root(form), found)
    written = [one.path for one in edit.edits if isinstance(one, SetAnswer)] if edit else []
    roles = [role for role in (form.roles.opinions, form.roles.reflection) if role]
    assert written == [(role,) for role in roles]
    if form.roles.opinions and not form.roles.reflection:
        assert "　回答：そうする" in found.opinions


# ---- on the command line


@pytest.fixture
def cabinet(tmp_path: Path) -> Path:
    path = tmp_path / "c.pia"
    old, _new = states()
    with Cabinet.create(path) as made:
        made.new(FORM, old.root)
        made.close_version(1, "初版", "2025-04-01")
        made.apply(1, [SetAnswer((FILES, "k", "III.3.r1.address"), "新しい措置を行う。")])
    return path


@pytest.mark.parametrize(
    ("command", "wanted"), [("hearing", "意見提出用紙"), ("counter", "特定個人情報保護評価書（閲覧用）")]
)
def test_the_papers_come_from_the_command_line(
    cabinet: Path, tmp_path: Path, command: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.pdf"
    assert main([command, str(cabinet), "1", "-o", str(target)]) == 0
    assert capsys.readouterr().out == ""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "".join(wanted.split()) in "".join(text.split())
    assert main([command, str(cabinet), "9", "-o", str(target)]) == 1
