"""``pia-desktop guide``: as text and as a booklet."""

import re
from pathlib import Path

import pypdf
import pytest

from pia_desktop.cli import main
from pia_desktop.documents.guide import guide_chapters
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.guidance import entries, guidance_for

FORMS = all_forms()
each_form = pytest.mark.parametrize("form", FORMS, ids=[form.edition for form in FORMS])


def one_line(words: str) -> str:
    return re.sub(r"\s", "", words)


@each_form
def test_as_text_it_says_all_of_it(form: object, capsys: pytest.CaptureFixture[str]) -> None:
    edition = next(one for one in FORMS if one is form)
    assert main(["guide", f"{edition.id}@{edition.version}"]) == 0
    said = capsys.readouterr().out
    at = 0
    for entry in entries(edition):
        for text in (f"{entry.id}\t{entry.path}", *entry.guidance.texts):
            for line in text.split("\n"):
                at = said.index(line, at) + len(line)


def test_one_item_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "yoshiki4", "--item", "II.4.e.8"]) == 0
    said = capsys.readouterr().out
    form = next(form for form in FORMS if form.id == "yoshiki4")
    assert guidance_for(form, "II.4.e.8").what in said
    assert guidance_for(form, "II.4.e.9").what not in said


def test_the_booklet_holds_every_item_of_the_form(tmp_path: Path) -> None:
    target = tmp_path / "てびき.pdf"
    assert main(["guide", "yoshiki2", "-o", str(target)]) == 0
    form = [form for form in FORMS if form.id == "yoshiki2"][-1]
    reader = pypdf.PdfReader(target)
    text = one_line("".join(page.extract_text() for page in reader.pages))
    missing = [
        entry.id
        for entry in entries(form)
        # a sentence of two lines may lie around the foot of a page, its first words do not
        if one_line(entry.guidance.what)[:12] not in text or one_line(entry.label)[:12] not in text
    ]
    assert missing == []


@each_form
def test_chapters_are_the_cover_and_the_parts(form: object) -> None:
    edition = next(one for one in FORMS if one is form)
    chapters = guide_chapters(edition, entries(edition))
    assert len(chapters) == 1 + len(edition.all_parts)
    assert sum(len(chapter.entries) for chapter in chapters) == len(entries(edition))


def test_an_unknown_item_is_told_with_what_is_close(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "x.pdf"
    assert main(["guide", "yoshiki4", "--item", "II.4.e.88", "-o", str(target)]) == 1
    assert "II.4.e.8" in capsys.readouterr().err
    assert not target.exists()
    assert main(["guide", "yoshiki4", "--item", "◆"]) == 1
    assert "forms yoshiki4" in capsys.readouterr().err


def test_an_unknown_form_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "yoshiki9"]) == 1
    assert "yoshiki9" in capsys.readouterr().err
