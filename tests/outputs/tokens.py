"""Tokens withheld all over an assessment, every output that can be made of it, and a search.

``python -m tests.outputs.tokens [COUNT] [--portable]`` places so many in three assessments (real ones where
they are there) and looks for each in every output for the public, by other means than the program's own, and
in what the program leaves on the terminal; with ``--portable`` in what it leaves as a portable program.
"""

from __future__ import annotations

import base64
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pikepdf
from PIL import Image, PngImagePlugin

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.passages import marking, passages, remnants
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.assessment.pixels import CleanPictures
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.documents.assessment_outline import assessment_outline
from pia_desktop.documents.council import ChosenChange, comparison_document, council_document, lines_of
from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
from pia_desktop.documents.hearing import Hearing, counter_layout, hearing_layout
from pia_desktop.documents.lists import FINDINGS_TITLE, VERSIONS_TITLE, list_document
from pia_desktop.documents.opinions import OpinionRow, opinions_document
from pia_desktop.documents.register import register_document
from pia_desktop.documents.remarks import RemarkRow, remarks_document
from pia_desktop.documents.review_sheet import PointFound, review_sheet
from pia_desktop.documents.table import TableDocument
from pia_desktop.documents.unchanged import unchanged_items
from pia_desktop.documents.writing import SUFFIXES, write_table
from pia_desktop.exchange.interchange import read_file, write_document
from pia_desktop.files import replacing, write_bytes, write_file
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, LineKind, TextKind
from pia_desktop.forms.values import Checked, Figure
from pia_desktop.guidance.review import review_points
from pia_desktop.outputs.registers import public_register
from pia_desktop.outputs.release import Release, public_names, released
from pia_desktop.paper.draw import write_pdf
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paper.purpose import Copy
from pia_desktop.paths import resource_root
from pia_desktop.registers.loader import all_registers
from pia_desktop.registers.rows import Source, rows_of
from pia_desktop.revisions.compare import compare
from pia_desktop.rules.calendar import calendar_text, due_event
from pia_desktop.rules.deadlines import DueDate, DueKind
from tests.outputs.databases import MAGIC, is_database, unpacked, words_in_cells, words_in_pages
from tests.outputs.lists import list_documents
from tests.programs import output_of

SHARED: Final = Path(__file__).resolve().parents[3] / "shared" / "samples"


@dataclass(slots=True)
class Planted:
    """An assessment with tokens that are all withheld, its pictures, and the tokens."""

    snapshot: Snapshot
    unmarked: Snapshot
    pictures: PictureDict
    tokens: list[str]


def assessments() -> list[Snapshot]:
    """The invented samples; in their place the real assessments where they are there."""
    found = []
    for name in ("yoshiki2", "yoshiki3", "yoshiki4"):
        real = SHARED / {"yoshiki3": "tochigi.json", "yoshiki4": "setagaya-kaigo.json"}.get(name, "-")
        read = read_file(real if real.exists() else resource_root() / "samples" / f"{name}.json")
        found.append(Snapshot(read.form, read.root))
    return found


def sample(form: str) -> Snapshot:
    """An invented sample."""
    read = read_file(resource_root() / "samples" / f"{form}.json")
    return Snapshot(read.form, read.root)


def plant(snapshot: Snapshot, count: int, name: str = "鷲") -> Planted:
    """So many tokens: in texts, titles, change rows, boxes, figures, captions, and beside the pixels."""
    tokens = [f"{name}鷹{number:04d}鶴鴨" for number in range(count)]
    left = iter(tokens)
    assessment = Assessment(snapshot.form, snapshot.root)
    pictures = PictureDict()
    marks: list[Edit] = []
    places = list(answers_in_order(snapshot.form, snapshot.root))
    rounds = 0
    while (token := next(left, None)) is not None:
        path, item, _value = places[rounds % len(places)]
        value = assessment.root.answer(path)
        rounds += 1
        if isinstance(value, Figure) and isinstance(item.kind, FigureKind):
            figure, used = _figure(value, token, left, pictures)
            assessment.apply(SetAnswer(path, figure))
            marks += [SetWithheld(path, ((0, used),))]
        elif isinstance(value, Checked) and isinstance(item.kind, ChecksKind):
            box = next((box.label for box in item.kind.boxes if box.text), None)
            if box is None:
                left = iter([token, *left])
                continue
            assessment.apply(SetAnswer(path, value.with_text(box, value.text(box) + token)))
            marks.append(SetWithheld(path, WHOLE))
        elif isinstance(value, str) and isinstance(item.kind, LineKind | TextKind):
            middle = len(value) // 2
            assessment.apply(SetAnswer(path, value[:middle] + token + value[middle:]))
        else:
            left = iter([token, *left])
    for path, _item, value in answers_in_order(snapshot.form, assessment.root):
        if isinstance(value, str):
            spans = [(at, at + len(one)) for one in tokens if (at := value.find(one)) >= 0]
            if spans:
                marks.append(SetWithheld(path, WHOLE if len(value) < 30 else tuple(sorted(spans))))
    unmarked = _shown(assessment.snapshot())
    for mark in marks:
        assessment.apply(mark)
    return Planted(assessment.snapshot(), unmarked, pictures, tokens)


def _figure(value: Figure, token: str, left: Iterator[str], pictures: PictureDict) -> tuple[Figure, int]:
    """Tokens in the text, in a withheld picture's caption, and beside the pixels of one that is shown."""
    caption, author, comment = next(left, token), next(left, token), next(left, token)
    hidden, shown, chunked = _photo(1, comment, author), _photo(2, author, comment), _drawing(author)
    for data in (hidden, shown, chunked):
        pictures[check_picture(data, "x").digest] = data
    found = (
        replace(check_picture(hidden, "x", f"図　{caption}"), withheld=True),
        check_picture(shown, "x", "図　写真"),
        check_picture(chunked, "x", "図　流れ"),
    )
    return Figure.of(token + value.text, (*value.pictures, *found)), len(token)


def _photo(shade: int, comment: str, author: str) -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = author
    exif[0x010E] = comment
    image = Image.new("RGB", (40, 30), (shade, 90, 160))
    image.save(target, "JPEG", exif=exif, comment=comment.encode())
    data = target.getvalue()
    return (
        data[:2] + b"\xff" + data[2:] + author.encode()
    )  # a fill byte before a marker, words behind the end


def _drawing(words: str) -> bytes:
    target = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Author", words)
    info.add_text("Comment", words, zip=True)
    Image.new("RGB", (30, 20), (9, 9, 200)).save(target, "PNG", pnginfo=info)
    return target.getvalue() + words.encode()


def _shown(snapshot: Snapshot) -> Snapshot:
    """The same with nothing withheld: as it was published once."""
    edits: list[Edit] = []
    for path, node in snapshot.root.walk():
        for item_id, value in node.answers.items():
            if item_id in node.withheld:
                edits.append(SetWithheld((*path, item_id), None))
            if isinstance(value, Figure):
                edits.append(SetAnswer((*path, item_id), value.shown))
    assessment = Assessment(snapshot.form, snapshot.root)
    if edits:
        assessment.apply(Batch(tuple(edits)))
    return assessment.snapshot()


# ---- every output


def write_outputs(planted: Planted, folder: Path, *, copy: Copy = Copy.PUBLIC) -> list[Path]:
    """Every output of an assessment, as it is written for a copy of this kind."""
    made: list[Path] = []
    alone, both = (
        released(copy, planted.snapshot),
        released(copy, planted.unmarked, changed(planted.snapshot)),
    )
    for name, print_copy in (("print.pdf", copy), ("draft.pdf", copy.with_draft(True))):
        made.append(folder / name)
        options = PrintOptions(copy=print_copy, moment=datetime(2026, 11, 26, 9, 0))
        print_pdf(
            planted.snapshot, planted.pictures, made[-1], options=options, check=alone.file_check(".pdf")
        )
    made.append(folder / "export.json")
    pictures = CleanPictures(planted.pictures) if copy.public else planted.pictures
    write_file(made[-1], write_document(alone.shown[0], pictures), alone.file_check(".json"))
    for suffix in FORM_SUFFIXES:
        made.append(folder / f"form{suffix}")
        write_bytes(made[-1], form_bytes(alone.shown[0], pictures, suffix), alone.file_check(suffix))
    made += _tables(planted, alone, both, folder)
    made += _registers(planted, folder, copy)
    made += _lists(planted, folder, copy)
    made += _for_the_public(planted, both, folder) if copy.public else []
    made.append(folder / "due.ics")
    names = public_names({1: planted.snapshot})
    roles, root = planted.snapshot.form.roles, planted.snapshot.root
    own = (str(root.answer((roles.number,))), str(root.answer((roles.title,))))
    number, title = names.named[1] if copy.public else own
    due = DueDate(DueKind.REVIEW, date(2027, 1, 1), "", overdue=False)
    text = calendar_text([due_event("x", number, title, due)], datetime.now(UTC))
    write_bytes(made[-1], text.encode("utf-8"), names.guard.file_check(".ics") if copy.public else None)
    return made


def _tables(planted: Planted, alone: Release, both: Release, folder: Path) -> list[Path]:
    found = compare(*both.shown)
    said = _said_of(planted)
    chosen = [ChosenChange(one, both.words(said)) for one in (*found.changes, *unchanged_items(found))]
    form, root = alone.shown[0].form, alone.shown[0].root
    title = str(root.answer((form.roles.title,)) or "")
    rows = [RemarkRow("Ⅰ　基本情報", alone.words(said), alone.words(said))]
    tables = {
        "comparison": comparison_document(found, abridged=True),
        "council": council_document(found, chosen),
        "remarks": remarks_document(rows, lines=[title]),
    }
    made = []
    for name, document in tables.items():
        for suffix in SUFFIXES:
            made.append(folder / f"{name}{suffix}")
            write_table(document, made[-1], check=(alone if name == "remarks" else both).file_check(suffix))
    told = alone.words(said)
    opinions = [OpinionRow(1, "令和8年4月1日", "Ⅰ　基本情報", told, told, told)]
    point = {"soundness.work": PointFound("適", told)}
    for name, document in (
        ("review.pdf", review_sheet(alone.shown[0], review_points(), point, lines_of(alone.shown[0]))),
        ("outline.html", assessment_outline(alone.shown[0], lines=[title])),
        ("opinions.xlsx", opinions_document(opinions, lines=[title])),
        *_own_lists(told, alone.shown[0]),
    ):
        made.append(folder / name)
        write_table(document, made[-1], check=alone.file_check(made[-1].suffix))
    return made


def _own_lists(told: str, shown: Snapshot) -> list[tuple[str, TableDocument]]:
    """The lists of one assessment: its findings, its versions, any other as cells."""
    return [
        (name, list_document(title, [(title, 1)], [[told]], lines_of(shown)))
        for name, title in (
            ("findings.docx", FINDINGS_TITLE),
            ("versions.pdf", VERSIONS_TITLE),
            ("rows.html", "検索の結果"),
        )
    ]


def _said_of(planted: Planted) -> str:
    """What a reviewer says of passages that are withheld."""
    words = [one.words for one in passages(planted.snapshot) if one.words in planted.tokens]
    return f"「{words[0]}」と{words[-1]}の記載の根拠は何か。"


def _for_the_public(planted: Planted, both: Release, folder: Path) -> list[Path]:
    """What there is for the public alone: the papers for a hearing, the copy for the counter."""
    new, found = changed(planted.snapshot), compare(*both.shown)
    chosen = [ChosenChange(one) for one in found.changes]
    hearing = Hearing(new, both.shown[-1], found, chosen, "改定後：案", datetime(2026, 11, 26, 9, 0))
    layouts = {
        "hearing.pdf": hearing_layout(hearing, planted.pictures),
        "counter.pdf": counter_layout(new, both.shown[-1], planted.pictures, 130),
    }
    for name, layout in layouts.items():
        with replacing(folder / name, both.file_check(".pdf")) as file:
            write_pdf(layout, planted.pictures, file)
    return [folder / name for name in layouts]


def _registers(planted: Planted, folder: Path, copy: Copy) -> list[Path]:
    form = planted.snapshot.form
    source = Source(1, form.id, form.version, "", "", 0)
    made = []
    for register, suffix in zip(all_registers(), (".xlsx", ".html"), strict=False):
        rows, check = rows_of(register, source, form, planted.snapshot.root), None
        if copy.public:
            given = public_register(register, [(source, planted.snapshot)])
            rows, check = given.rows, given.guard.file_check(suffix)
        made.append(folder / f"register{suffix}")
        write_table(register_document(register, rows), made[-1], check=check)
    return made


def _lists(planted: Planted, folder: Path, copy: Copy) -> list[Path]:
    made = []
    for name, document, guard in list_documents(planted.snapshot, _said_of(planted), public=copy.public):
        made.append(folder / name)
        write_table(document, made[-1], check=None if guard is None else guard.file_check(made[-1].suffix))
    return made


def changed(snapshot: Snapshot) -> Snapshot:
    """The same after some more work: every third text goes on."""
    assessment = Assessment(snapshot.form, snapshot.root)
    for number, (path, item, value) in enumerate(answers_in_order(snapshot.form, snapshot.root)):
        if number % 3 == 0 and isinstance(value, str) and type(item.kind).__name__ == "TextKind":
            assessment.apply(SetAnswer(path, value + "\n追記した。"))
    return assessment.snapshot()


# ---- looking for words by other means


def words_in(path: Path) -> str:
    """All words of a file by tools that are not the program's: its text, its objects, its raw bytes."""
    data = path.read_bytes()
    found = [data.decode(code, "ignore") for code in ("utf-8", "utf-16-be", "cp932")]
    if path.suffix == ".pdf":
        found.append(output_of("pdftotext", "-raw", str(path), "-").decode("utf-8"))
        with pikepdf.open(path) as opened:
            found += [str(opened.docinfo), *map(str, opened.attachments)]
            for thing in opened.objects:
                if isinstance(thing, pikepdf.Stream):
                    raw = thing.read_raw_bytes() if thing.get("/Subtype") == "/Image" else thing.read_bytes()
                    found += [raw.decode(code, "ignore") for code in ("utf-8", "utf-16-be")]
                found.append(_texts(thing))
    if path.suffix in (".docx", ".xlsx", ".piax"):
        with zipfile.ZipFile(path) as parts:
            found += [unpacked(parts.read(name)) for name in parts.namelist()]
    if is_database(data):
        found.append(words_in_pages(data))
        found.append(words_in_cells(path) if data.startswith(MAGIC) else "")
    if path.suffix in (".html", ".json"):
        coded = re.findall(r"[A-Za-z0-9+/]{80,}=*", found[0])
        found += [base64.b64decode(one + "==").decode("utf-8", "ignore") for one in coded]
    return "".join("\n".join(found).split())


def _texts(thing: pikepdf.Object) -> str:
    """The strings of one object; of those that it leads to each is looked at for itself."""
    if isinstance(thing, pikepdf.String):
        return str(thing)
    inner: list[pikepdf.Object] = []
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        inner = [value for _key, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    own = [one for one in inner if not getattr(one, "is_indirect", False)]
    return "\n".join(_texts(one) for one in own)


def tokens_found(paths: list[Path], tokens: list[str]) -> dict[str, list[str]]:
    """The tokens that stand in each of some files."""
    found = {path.name: words_in(path) for path in paths}
    return {name: [one for one in tokens if one in words] for name, words in found.items()}


def main() -> None:
    """Place them, write everything, work with it, look for them; the exit code says whether any is there."""
    from tests.outputs.traces import BY_DESIGN, tokens_left  # which looks for words as this module does

    portable = "--portable" in sys.argv
    given = [word for word in sys.argv[1:] if word.isdecimal()]
    count = int(given[0]) if given else 938
    leaked = 0
    for number, snapshot in enumerate(assessments()):
        share = count // 3 + (number < count % 3)
        planted = plant(snapshot, share, "鷲鳩燕"[number])
        with tempfile.TemporaryDirectory() as folder:
            paths = write_outputs(planted, Path(folder))
            found = tokens_found(paths, planted.tokens)
            leaked += sum(map(len, found.values()))
            sys.stdout.write(f"{snapshot.form.edition}: {share} tokens, {len(paths)} outputs, {found}\n")
        with tempfile.TemporaryDirectory() as folder:
            left = tokens_left(planted, Path(folder), portable=portable)
            leaked += sum(len(found) for place, found in left.items() if place not in BY_DESIGN)
            written = repr(planted.snapshot.root)  # others stand beside pictures' pixels alone
            blind = [one for one in planted.tokens if one in written and one not in left["cabinet"]]
            assert not blind, f"this search itself is blind: {blind}"
            sys.stdout.write(f"{ {place: len(found) for place, found in left.items()} }\n")
    sys.exit(bool(leaked))


def all_marked(snapshot: Snapshot) -> Snapshot:
    """The same with every place marked where withheld words stand, as often as one is asked.

    A table, a picture and boxes are withheld whole: the words of their other places may stand elsewhere, too.
    """
    assessment = Assessment(snapshot.form, snapshot.root)
    while (edit := marking(assessment.root, remnants(assessment.snapshot()))) is not None:
        before = passages(assessment.snapshot())
        assessment.apply(edit)
        assert remnants(assessment.snapshot(), before) == []
    return assessment.snapshot()


if __name__ == "__main__":
    main()
