"""The manual is true: what it names is there, and all that is there is named in it."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE  # type: ignore[import-untyped]
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow

import db
import pia_desktop
import ui
from pia_desktop.documents.manual import manual_html, manual_pdf
from pia_desktop.errors import DefinitionError, UserError
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.printed_words import form_words
from pia_desktop.i18n import _
from pia_desktop.manual import load_manual, read_manual
from pia_desktop.manual.model import REFERENCE
from pia_desktop.rules.stages import Stage
from tests.conftest import ROOT
from tests.test_catalogues import ONE_WORD, catalogue, forms
from ui.app.manual_pictures import picture_of
from ui.app.manual_words import manual_in_words, words_of
from ui.assessment import actions as of_assessment
from ui.assessment.form_window import FormWindow
from ui.assessment.help_at_item import MATTERS
from ui.cabinet import actions as of_cabinet
from ui.office.office_window import OfficeWindow
from ui.reuse.places_dialog import PlacesDialog
from ui.widgets.actions import plain_words
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog
from ui.widgets.panel import Panel

TABLES = {"a": of_assessment, "c": of_cabinet}
BASES = (Dialog, Panel, OfficeWindow, FormWindow, PlacesDialog)
"""Never seen by themselves."""


def import_all() -> None:
    for package in (pia_desktop, ui, db):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and not found.name.endswith("__main__"):
                importlib.import_module(found.name)


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_every_action_is_told_of() -> None:
    text = "\n".join(topic.text for topic in manual_in_words().topics)
    untold = {
        words_of(window, name)
        for window, table in TABLES.items()
        for name, row in vars(table).items()
        if isinstance(row, table.Action) and words_of(window, name) not in text
    }
    assert not untold, "name these in resources/manual/manual.yaml"


def test_every_action_that_is_told_of_is_there() -> None:
    for topic in read_manual().topics:
        for window, name in REFERENCE.findall(topic.text):
            table = TABLES[window]
            assert isinstance(getattr(table, name), table.Action | table.Menu), topic.id
        assert not re.search(r"[{}]", REFERENCE.sub("", topic.text)), topic.id


def test_every_dialog_pane_window_and_error_has_its_help_and_no_help_is_for_nothing() -> None:
    """A message without an error has the help of the window that asks."""
    import_all()
    bases: tuple[type[Any], ...] = (QDialog, QMainWindow, *BASES)
    seen = {
        one.__name__
        for base in bases
        for one in below(base)
        if one.__module__.startswith("ui.") and one not in (*BASES, MessageDialog)
    }
    errors = [one for one in below(UserError) if not one.__module__.startswith("tests")]
    told = {name for topic in read_manual().topics for name in topic.about}
    assert seen <= told, "these have no help"
    lost = [one for one in errors if not {kind.__name__ for kind in one.__mro__} & told - {"UserError"}]
    assert not lost, "these classes of error have no help"
    other_windows = {"CompareWindow", "IntakeWindow"}
    known = seen | other_windows | {one.__name__ for one in errors} | {"UserError", *MATTERS}
    assert told <= known, "these are gone"


def test_references_are_words_of_the_menus_with_their_keys() -> None:
    assert words_of("a", "PRINT") == "［ファイル］→［印刷］（Ctrl+P）"
    assert words_of("a", "ADD_ENTRY").startswith("［編集］→［記入欄")
    assert words_of("a", "ADD_ENTRY").count("→") == 2
    assert words_of("c", "RECENT") == "［台帳］→［最近使った台帳］"
    with pytest.raises(KeyError):
        words_of("a", "NO_SUCH_ACTION")


def test_no_menu_is_named_by_hand() -> None:
    """A reference names the menu in which a thing is; one that is written by hand may be another."""
    titles = {plain_words(_(menu.words)) for table in TABLES.values() for menu in table.MENUS}
    by_hand = {
        (topic.id, words)
        for topic in read_manual().topics
        for words in re.findall(r"［([^［］]+)］(?:→|メニュー)", topic.text)
        if words in titles
    }
    assert not by_hand


def words_of_the_screen() -> set[str]:
    """All messages, as buttons, menus and states show them."""
    shown = (said for message in catalogue(ROOT, "ja") for _id, said in forms(message))
    return {re.sub(r"\(&.\)|&", "", said).rstrip("…：。") for said in shown}


def is_of_the_screen(words: str, screen: set[str]) -> bool:
    """Whether they are a whole message, or one whose place at the start is filled in."""
    filled = (one.partition("}")[2] for one in screen if re.fullmatch(r"\{\w+\}\w{3,}", one))
    return words in screen or words.endswith(tuple(filled))


def test_words_in_quotes_are_words_of_the_screen() -> None:
    """［…］ is a message of the screen; 「…」 one, or words of the form, or an example with a digit."""
    screen = words_of_the_screen()
    printed = "\n".join(words for form in all_forms() for words in form_words(form))
    wrong = {
        (topic.id, quoted)
        for topic in read_manual().topics
        for mark, quoted in re.findall(r"([「［])([^「」［］]+)[」］]", REFERENCE.sub("", topic.text))
        if not is_of_the_screen(quoted, screen)
        and (mark == "［" or (quoted not in printed and not re.search(r"\d", quoted)))
    }
    assert not wrong


def test_the_manual_names_every_state_and_quotes_it() -> None:
    text = next(topic.text for topic in manual_in_words().topics if topic.id == "stages")
    assert [one for one in Stage if f"「{one.label}」" not in text] == []


def test_the_manual_speaks_with_the_voice_of_the_messages() -> None:
    wrong = {
        (topic.id, pattern, right)
        for topic in read_manual().topics
        for pattern, right in ONE_WORD.items()
        if re.search(pattern, f"{topic.title}\n{topic.text}")
    }
    assert not wrong


def test_the_page_stands_alone_and_its_links_lead_somewhere() -> None:
    page = manual_html(manual_in_words())
    links = re.findall(r'href="([^"]+)"', page)
    assert links
    assert {link.removeprefix("#") for link in links} == set(re.findall(r' id="([^"]+)"', page))
    assert not re.search(r"<(script|img|link|iframe)\b|https?:", page)


DRAW = """
import sys
from datetime import date
from pathlib import Path
from ui.app.manual_pictures import draw_manual_pictures
for name, data in draw_manual_pictures(date(2026, 4, 1)).items():
    Path(sys.argv[1], name).write_bytes(data)
"""


def test_a_picture_is_of_what_stands_there_in_the_end(qapp: QApplication) -> None:
    """A form is built piece by piece, on a slow machine for longer than anybody would wait for."""
    label = QLabel("始め")
    label.setFixedSize(80, 20)
    QTimer.singleShot(1500, label, lambda: label.setText("終わり"))
    drawn = picture_of(label)
    assert label.text() == "終わり"
    assert drawn == picture_of(label)


def test_every_picture_that_a_topic_has_is_drawn_and_shown(tmp_path: Path) -> None:
    wanted = sorted(topic.picture for topic in read_manual().topics if topic.picture)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}  # a process of its own: it loads fonts for good
    subprocess.run([sys.executable, "-c", DRAW, str(tmp_path)], env=environment, check=True, timeout=600)
    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(drawn) == wanted
    manual = manual_in_words()
    page = manual_html(manual, drawn)
    assert page.count('src="data:image/png;base64,') == page.count('alt="画面の例：') == len(wanted)
    pages = PdfDocument(manual_pdf(manual, (), drawn))
    pictures = [one for page in pages for one in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])]
    assert len(pictures) == len(wanted)


def test_the_booklet_has_every_topic() -> None:
    manual = manual_in_words()
    pages = PdfDocument(manual_pdf(manual))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    flat = re.sub(r"\s", "", text)
    for topic in manual.topics:
        assert re.sub(r"\s", "", topic.title) in flat
    assert "［ファイル］→［印刷］" in flat


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = """
title: 手引き
chapters:
  - title: 章
    topics:
      - {id: a, title: 甲, about: [X], text: 本文}
      - {id: a, title: 乙, about: [X], text: 本文, extra: 1}
      - {title: 丙, about: [], text: 本文}
"""
    with pytest.raises(DefinitionError) as caught:
        load_manual(text, "m.yaml")
    words = "\n".join(map(str, caught.value.faults))
    for part in ("topic 'a' stands twice", "'X' stands twice", "unknown key 'extra'", "'id' is missing"):
        assert part in words
