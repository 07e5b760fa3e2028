"""Where a line of a page goes on in the next, and what is said of it where that is not sure."""

from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.intake.anchors import Role, anchors_of
from pia_desktop.intake.answers import Answers
from pia_desktop.intake.boxes import read_choice
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, SourcePicture
from pia_desktop.intake.figures import placed_pictures
from pia_desktop.intake.fronts.pdf import read_pdf
from pia_desktop.intake.fronts.pdfboxes import grid_texts
from pia_desktop.intake.fronts.pdfgrid import Grid
from pia_desktop.intake.fronts.pdflines import Piece, lines_of
from pia_desktop.intake.fronts.pdfpage import Sign
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.joining import over_pages, unsure_ends
from pia_desktop.intake.matching import Hit, Matcher
from pia_desktop.intake.mending import mended
from pia_desktop.intake.pagepicture import draw_page
from pia_desktop.intake.reading import read_here
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.report import Notes
from pia_desktop.intake.tables import read_rows
from pia_desktop.intake.wrapping import goes_on, unsure
from pia_desktop.paths import resource_root
from tests.strategies import png

SAMPLE = resource_root() / "samples" / "yoshiki3.json"


@pytest.mark.parametrize(
    ("line", "room", "following", "expected"),
    [
        ("情報を取り扱う", 0.3, "事務の内容", True),
        ("情報を取り扱う", 5.0, "事務の内容", False),
        ("情報を取り扱う。", 0.3, "事務の内容", False),
        ("情報を取り扱う", 0.3, "・次の事務", True),  # no sign had room: a dot within a word
        ("情報を取り扱う", 3.0, "・次の事務", False),
        ("（児童手当ファイ", 0.7, "ル）", True),  # the end of words in brackets, and no bullet
        ("当情報ファイ", 0.7, "ル）", True),
        ("（児童手当ファイ", 0.7, "ル）による", True),
        ("情報を取り扱う", 0.7, "ア）次の事務", False),
        ("証を回収", 2.0, "する。", True),  # a short last line stays whole
        ("証を回収", 3.2, "する。", False),
        ("登録日、", 0.4, "18.住民区分、", True),  # a list that runs on
        ("登録日", 0.4, "18.住民区分", False),
        ("に関する法律（平成25年法律", 2.1, "第27号）をいう。", True),
        ("情報システムのセキュリティ制度", 3.9, "(ISMAP)のリスト", True),
    ],
)
def test_a_line_goes_on_where_what_follows_had_no_room(
    line: str, room: float, following: str, expected: bool
) -> None:
    assert goes_on(line, room, following) is expected


def test_what_a_sign_more_or_less_decides_is_unsure() -> None:
    assert unsure("情報を取り扱う", 1.9, "事務の内容")
    assert not unsure("情報を取り扱う", 0.0, "事務の内容")
    assert unsure("事務を行う。", 0.2, "事務の内容")  # a sentence that ends where the line does
    assert not unsure("事務を行う。", 5.0, "事務の内容")
    assert unsure("Ⅰ 基本情報", 1.6, "7. 評価実施機関")  # a list, or the name of an item that had no room
    assert unsure("開示・訂正・利用停止請求", 1.5, "②請求方法")
    assert not unsure("Ⅰ 基本情報", 6.0, "7. 評価実施機関における担当部署")
    before = Cell("事務を行う", Sheet(1), Box(0, 0, 9, 9), 0, boxed=True, room=1.9)
    after = Cell("者の記録", Sheet(2), Box(0, 0, 9, 9), 1, boxed=True, room=0.0)
    assert over_pages([before, after])
    assert unsure_ends([before, after]) == (("事務を行う", "者の記録"),)
    assert not over_pages([before])


def test_the_number_below_a_choice_is_its_own() -> None:
    def piece(text: str, left: float, base: float) -> Piece:
        return Piece(text, left, left + 6 * len(text), base, 6.0)

    above = [piece("[", 173, 456), piece("委託する", 220, 456), piece("]", 289, 456)]
    below = [piece("（", 170, 473), piece("5", 199, 473), piece("）件", 223, 473)]
    words = "".join(grid_texts([above, below])).replace("\x1f", "")
    assert words == "[委託する]\n（5）件"


def test_what_a_hidden_sheet_lists_for_drop_downs_is_the_forms_own(tmp_path: Path) -> None:
    read = read_file(SAMPLE)
    path = tmp_path / "様式.xlsx"
    path.write_bytes(form_bytes(Snapshot(read.form, read.root), read.pictures, ".xlsx"))
    outcome = read_here(path)
    assert outcome.report.left_over == ()
    assert set(outcome.places) >= {("values", "I.1.2"), ("files", 0, "II.1")}
    assert any(sheet.hidden for sheet in outcome.sheets)
    assert type(outcome).of_json(outcome.as_json()) == outcome


def test_a_workbook_with_a_scrap_is_read_and_all_of_it_is_left_over(tmp_path: Path) -> None:
    path = tmp_path / "式.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("一").write_formula(0, 0, '="と"&"き"', None, "とき")
    book.close()
    report = read_here(path).report
    assert [left.text for left in report.left_over] == ["とき"]
    assert report.doubts == ()
    many = tmp_path / "買い物.xlsx"
    book = xlsxwriter.Workbook(str(many))
    sheet = book.add_worksheet("一")
    for row in range(12):
        sheet.write_string(row, 0, f"品物{row}")
    book.close()
    with pytest.raises(Refused):
        read_here(many)


def test_a_page_is_drawn_and_one_that_is_not_there_refused(tmp_path: Path) -> None:
    from pia_desktop.cli import main

    path = tmp_path / "様式.pdf"
    assert main(["print", "--blank", "yoshiki2", "-o", str(path)]) == 0
    assert draw_page(path, 1).startswith(b"\x89PNG")
    with pytest.raises(Refused):
        draw_page(path, 10_000)
    assert Reason.LINE_ENDS.value == "line-ends"


def test_a_parts_title_that_is_broken_within_the_name_of_its_file_is_one() -> None:
    matcher = Matcher(anchors_of(find_form("yoshiki4")))
    assert not matcher.is_label("（別添２） 特定個人情報ファイル記録項目（国民健康保険資格・給付情報ファ")
    assert matcher.is_label("（別添２） 特定個人情報ファイル記録項目（国民健康保険資格・給付情報ファイル）")


def test_captions_that_stand_in_one_cell_go_each_to_its_picture() -> None:
    sheet = Sheet(1)
    cells = [Cell("図１　左\n図２　右", sheet, Box(0, 100, 400, 112), 3)]
    buffer = png(4, 3)
    pictures = [SourcePicture(buffer, sheet, Box(left, 0, left + 190, 95)) for left in (0, 200)]
    placed = placed_pictures(cells, pictures)
    assert [one.raw["caption"] for one in placed] == ["図１　左", "図２　右"]


def test_a_table_that_has_lost_its_headings_is_read_over_pages() -> None:
    form = find_form("yoshiki3")
    anchor = next(anchor for anchor in anchors_of(form).all if anchor.role is Role.COLUMN)
    head = Cell("変更日", Sheet(1), Box(0, 0, 9, 9), 0, boxed=True)
    slot = Slot(anchor, head, Hit(0, 1.0), (), columns=[("date", head)])
    slot.cells = [
        Cell(text, Sheet(page), Box(0, 20, 9, 29), page, boxed=True)
        for page, text in [(1, "令和元年5月1日"), (2, "令和2年4月1日")]
    ]
    assert [row.texts for row in read_rows(slot)] == [{"date": "令和元年5月1日"}, {"date": "令和2年4月1日"}]


@pytest.mark.parametrize(
    ("above", "below"), [("令和7年", "6月30日"), ("令和7年6月", "30日"), ("令和7年6", "月30日")]
)
def test_a_row_that_a_page_cuts_within_its_date_is_one(above: str, below: str) -> None:
    form = find_form("yoshiki3")
    anchors = [anchor for anchor in anchors_of(form).all if anchor.role is Role.COLUMN]
    heads = [Cell(one.label, Sheet(1), Box(at, 0, at + 1, 9), 0) for at, one in enumerate(anchors)]
    columns = [(anchor.items[0].id, head) for anchor, head in zip(anchors, heads, strict=True)]
    slot = Slot(anchors[0], heads[0], Hit(0, 1.0), (), columns=columns)
    halves = [(1, above, "Ⅰ 基本"), (2, below, "情報")]
    slot.cells = [
        Cell(text, Sheet(page), Box(at, 20, at + 1, 29), page, boxed=True, room=0.0)
        for page, *texts in halves
        for at, text in enumerate(texts)
    ]
    (row,) = read_rows(slot)
    assert list(row.texts.values())[:2] == ["令和7年6月30日", "Ⅰ 基本情報"]


def test_a_field_below_a_choice_may_take_several_lines_around_its_brackets() -> None:
    def piece(text: str, left: float, base: float) -> Piece:
        return Piece(text, left, left + 6 * len(text), base, 6.0)

    lines = [
        [piece("[", 173, 456), piece("有料", 220, 456), piece("]", 289, 456), piece("＜選択肢＞", 300, 456)],
        [piece("1） 有料", 300, 468), piece("2） 無料", 400, 468)],
        [piece("写しの交付を受ける", 280, 480)],
        [
            piece("（手数料額、納付方法：", 170, 488),
            piece("場合に限り、現金で", 280, 488),
            piece("）", 540, 488),
        ],
        [piece("納付する。", 280, 496)],
    ]
    lines[3].append(piece("）", 540, 488))
    words = "".join(grid_texts(lines)).replace("\x1f", "")
    assert words.endswith("（手数料額、納付方法：写しの交付を受ける場合に限り、現金で納付する。）")
    item = next(item for item in find_form("yoshiki4").places.values() if item.item.id == "V.1.3").item
    assert isinstance(item.kind, ChoiceKind)
    read = read_choice(item, item.kind, "\n".join(grid_texts(lines)))
    assert read.value == "有料"
    assert list(read.extra.values()) == ["写しの交付を受ける場合に限り、現金で納付する。"]
    assert read.rest == []


def test_a_full_line_may_reach_as_far_as_the_bracket_that_closes_its_field() -> None:
    def piece(text: str, left: float, base: float) -> Piece:
        return Piece(text, left, left + 6 * len(text), base, 6.0)

    lines = [
        [piece("[", 173, 456), piece("有料", 220, 456), piece("]", 289, 456), piece("＜選択肢＞", 300, 456)],
        [piece("写しの交付（控えを含む", 280, 480)],
        [piece("（手数料額、納付方法：", 170, 488), piece("。）の場合に限り、現 ）", 280, 488)],
        [piece("金で納付する。", 280, 496)],
    ]
    words = "".join(grid_texts(lines)).replace("\x1f", "")
    assert words.endswith("（手数料額、納付方法：写しの交付（控えを含む。）の場合に限り、現金で納付する。）")


def test_a_number_that_ends_a_line_before_an_option_is_not_of_the_option() -> None:
    item = next(item for item in find_form("yoshiki4").places.values() if item.item.id == "V.1.3").item
    assert isinstance(item.kind, ChoiceKind)
    options = [f"{number}） {option.words}" for number, option in enumerate(item.kind.options, 1)]
    for at in range(len(options)):
        lines = ["[　　]", "＜選択肢＞", *options[:at], "整理番号Ａ－１２３", *options[at:]]
        read = read_choice(item, item.kind, "\n".join(lines))
        assert (read.value, read.rest) == (None, ["整理番号Ａ－１２３"])


def test_a_number_that_ends_a_line_before_a_count_makes_it_doubtful() -> None:
    form = find_form("yoshiki4")
    item = next(
        place.item
        for place in form.places.values()
        if any(one.kind.name == "count" for one in place.item.companions)
        and isinstance(place.item.kind, ChoiceKind)
    )
    assert isinstance(item.kind, ChoiceKind)
    option = item.kind.options[0].words
    assert Reason.NO_OPTION in read_choice(item, item.kind, f"[{option}]\nＡ－１２\n３件").doubts
    assert read_choice(item, item.kind, f"[{option}]\n（　12　）件").doubts == set()


def test_a_bracket_that_a_piece_opens_stays_with_it() -> None:
    bracket, words = Piece("[", 10, 13, 50, 6.0), Piece("○ ］その他（ 家族 ）", 14, 130, 50, 6.0)
    assert "".join(grid_texts([[bracket, words]])).replace("\x1f", "") == "[○ ］その他（ 家族 ）"


def test_a_label_that_a_page_parts_is_one() -> None:
    matcher = Matcher(anchors_of(find_form("yoshiki3")))
    label = next(one.label for one in matcher.anchors.all if one.role is Role.ITEM and len(one.label) > 12)
    page = [
        Cell("前の答え", Sheet(1), Box(40, 700, 540, 760), 8, boxed=True),
        Cell(label[:7], Sheet(1), Box(40, 760, 160, 790), 9, boxed=True),
        Cell("答え", Sheet(1), Box(160, 760, 540, 790), 9, boxed=True),
    ]
    following = [
        Cell(label[7:], Sheet(2), Box(40, 40, 160, 60), 10, boxed=True),
        Cell("後の答え", Sheet(2), Box(40, 60, 540, 90), 11, boxed=True),
    ]
    words = [cell.text.replace("\n", "") for cell in mended(matcher, [*page, *following])]
    assert words == ["前の答え", label.replace("\n", ""), "答え", "後の答え"]


def test_a_hyphen_at_the_end_of_a_line_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = Canvas(str(path), pagesize=(200, 200))
    for at in (50, 150):
        page.line(at, 20, at, 180)
    page.drawString(60, 150, "by J-")
    page.drawString(60, 138, "LIS and others")
    page.save()
    (cell,) = read_pdf(path).cells
    assert "J-LIS" in cell.text.replace("\n", "")


def test_an_answer_in_which_options_stand_is_doubtful() -> None:
    """The label between two items was not met, so that one took the words of both."""
    form = find_form("yoshiki2")
    notes = Notes()
    words = "事務の内容\n[　]＜選択肢＞ 1）はい 2）いいえ"
    cells = [Cell(words, Sheet(1), Box(0, 0, 1, 1), 0, boxed=True)]
    item = form.item("I.1.2")
    anchor = next(one for one in anchors_of(form).all if item in one.items)
    Answers(form, notes).take(Slot(anchor, cells[0], Hit(0, 1.0), (), cells))
    assert [doubt.reason for doubt in notes.doubts] == [Reason.SEVERAL_CELLS]


def test_of_a_choice_that_is_met_twice_the_first_is_kept_and_the_other_told() -> None:
    form = find_form("yoshiki2")
    notes = Notes()
    item = next(
        one.item for one in form.places.values() if isinstance(one.item.kind, ChoiceKind) and not one.scope
    )
    assert isinstance(item.kind, ChoiceKind)
    anchor = next(one for one in anchors_of(form).all if item in one.items)
    answers = Answers(form, notes)
    options = [option.words for option in item.kind.options[:2]]
    for row, words in enumerate(options):
        cells = [Cell(f"[ {words} ]", Sheet(1), Box(0, row, 1, row + 1), row, boxed=True)]
        answers.take(Slot(anchor, cells[0], Hit(0, 1.0), (), cells))
    assert answers.document()["values"] == {item.id: options[0]}
    assert [doubt.reason for doubt in notes.doubts] == [Reason.SEVERAL_CELLS]
    assert [left.text for left in notes.left] == [f"[ {options[1]} ]"]


def test_a_sign_that_another_font_painted_after_its_line_stands_in_its_place() -> None:
    size = 9.0
    row = "担当部署 ①部署"
    late = row.index("①")
    signs = [Sign(char, 10 + at * size, 10 + (at + 1) * size, 100.0, size) for at, char in enumerate(row)]
    painted = [*signs[:late], *signs[late + 1 :], signs[late]._replace(base=100.4)]
    for order in (signs, painted):
        [line] = lines_of(order, Grid((), ()))
        assert [piece.text for piece in line] == [row]
