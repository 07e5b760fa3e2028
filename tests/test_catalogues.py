"""Every word that a user reads stands in both catalogues, with the same places to fill in."""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
LANGUAGES = ("ja", "en")


@pytest.fixture(scope="module")
def spoken(root: Path) -> set[str]:
    """Every message id in the program's sources."""
    found: set[str] = set()
    for package in ("pia_desktop", "ui", "db"):
        for _file, _line, words, _comments, _context in extract_from_dir(root / package, keywords=KEYWORDS):
            found.add(words if isinstance(words, str) else words[0])
    return found


def catalogue(root: Path, language: str) -> Catalog:
    path = root / "resources" / "locale" / language / "LC_MESSAGES" / "pia_desktop.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each id of a message beside each of its translations."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    words = (message.string,) if isinstance(message.string, str) else message.string
    for number, translated in enumerate(words or ()):
        yield ids[min(number, len(ids) - 1)], translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(root: Path, spoken: set[str], language: str) -> None:
    known = catalogue(root, language)
    translated = {
        (message.id if isinstance(message.id, str) else message.id[0])
        for message in known
        if message.id and all(words for _id, words in forms(message))
    }
    assert spoken - translated == set()


def test_no_message_hides_in_a_formatted_string(root: Path) -> None:
    """Nothing is collected from there, so it would stay English."""
    hidden = [
        f"{path.relative_to(root)}:{call.lineno}"
        for package in ("pia_desktop", "ui", "db")
        for path in (root / package).rglob("*.py")
        for formatted in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(root: Path, spoken: set[str], language: str) -> None:
    known = catalogue(root, language)
    ids = {(m.id if isinstance(m.id, str) else m.id[0]) for m in known if m.id}
    assert ids - spoken == set()


def places(words: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_to_fill_in(root: Path, language: str) -> None:
    for message in catalogue(root, language):
        if not message.id:
            continue
        for original, translated in forms(message):
            assert places(translated) == places(original), original


def test_japanese_is_japanese(root: Path) -> None:
    """A translation without one Japanese character was forgotten; names are excepted."""
    for message in catalogue(root, "ja"):
        if message.id and message.id != "PIA Desktop":
            for original, translated in forms(message):
                assert any(ord(character) > 0x2E7F for character in translated), original


ONE_WORD = {
    r"バックアップ(?!など)": "控え",
    r"USBメモリ(?!ー)": "USBメモリー",
    "プログラム": "ソフト",
    "パソコン": "端末",
    "又は": "または",
    "全て": "すべて",
    r"フォルダ(?!ー)": "フォルダー",
    r"プリンタ(?!ー)": "プリンター",
    r"メモリ(?!ー)": "メモリー",
    "て試してください": "てお試しください",
    "作れませんでした": "作成できませんでした",
    r"(?<=[ぁ-んァ-ヶ一-龠ー」）]): (?=[{「])": "：",
    r"サーバ(?!ー)": "サーバー",
    "ウインドウ": "ウィンドウ",
    "作成中の評価書": "今の下書き",
    "下さい": "ください",
    r"及び|および": "と",
    "エラー": "不具合",
    r"Web": "ウェブ",
    r"[12１２]つ": "一つ, 二つ",
    r"(PDF|Word|Excel|HTML|JSON|BOM) (?=[ぁ-ん一-龥])": "no space between a Latin name and Japanese words",
    r"\} (?=件|行|ページ|字|欄|か所)": "no space between a number and what it counts",
    r"\(&.\):$": "：",
    r"読め[まなる]|読み込": "読み取れ",
}
"""What messages do not say, and what they say instead: one word for each thing, as Windows has it."""


def test_messages_speak_with_one_voice(root: Path) -> None:
    wrong = {
        translated: right
        for message in catalogue(root, "ja")
        if message.id
        for _original, translated in forms(message)
        for pattern, right in ONE_WORD.items()
        if re.search(pattern, translated)
    }
    assert not wrong


def test_collecting_again_touches_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file changes, nor a date in it, while the program says the same; a word that is missing is added."""
    locale = tmp_path / "locale"
    dev = load_dev(root)
    monkeypatch.setattr(dev, "SOURCES", ["db"])
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    dev.collect_strings(locale)
    known = sorted(locale.rglob("*.po"))
    for path in known:
        text = path.read_text("utf-8")
        text = re.sub(r"(?<=Creation-Date: )[^\\]*", "2020-01-01 00:00+0000", text)
        path.write_text(text, encoding="utf-8", newline="\n")
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in known]
    dev.collect_strings(locale)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in known] == before
    path = known[0]
    whole = path.read_text("utf-8")
    start = whole.index("#: ", len(whole) // 2)
    path.write_text(whole[:start] + whole[whole.index("#: ", start + 1) :], encoding="utf-8", newline="\n")
    dev.collect_strings(locale)
    assert path.read_text("utf-8").count("\nmsgid ") == whole.count("\nmsgid ")
    assert [one.name for one in path.parent.glob("*.new")] == []


def load_dev(root: Path) -> ModuleType:
    """The developer's commands, which are no part of the program."""
    spec = spec_from_file_location("dev_commands", root / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
