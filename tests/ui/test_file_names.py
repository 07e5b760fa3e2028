"""Names of files that are proposed: Windows and Linux take them, however long a title is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.file_names import file_name, free_path

TITLE = "特定個人情報の取扱いに関する事務" * 10


@pytest.mark.parametrize(
    "words", ['a/b\\c:d*e?f"g<h>i|j', "..", "", " 名 . ", "x\ny", "長" * 300, "字" * 99 + ". 後"]
)
def test_file_names_are_ones_that_windows_takes(words: str) -> None:
    name = file_name(words)
    assert name
    assert not set(name) & set('\\/:*?"<>|\n')
    assert not name.endswith((".", " "))
    assert len(name) <= 100
    assert len(name.encode()) <= 220


@pytest.mark.parametrize("words", ["CON", "nul.pdf", "Aux.評価書.json", "COM1", "lpt9.xlsx"])
def test_file_names_are_no_devices_of_windows(words: str) -> None:
    assert file_name(words) == f"_{words}"


def test_file_names_hold_nothing_that_turns_their_letters_around() -> None:
    assert file_name("評価書\u202efdp.exe") == "評価書_fdp.exe"


@pytest.mark.parametrize(
    "ending", [".pdf", ".xlsx", "（公表用）.pdf", " (for the public).json", "（公表用）", ""]
)
def test_a_long_name_keeps_whom_it_is_for_and_its_ending(ending: str) -> None:
    name = file_name(f"{TITLE}{ending}")
    assert name.endswith(ending)
    assert TITLE.startswith(name.removesuffix(ending))
    assert 200 < len(name.encode()) <= 220


@pytest.mark.parametrize("last", ["葛\U000e0100", "か\u3099", "𠮷", "👩🏽"])
@pytest.mark.parametrize("before", range(60, 74))
def test_a_character_is_kept_whole_or_left_out(last: str, before: int) -> None:
    name = file_name("字" * before + last + "字" * 99)
    rest = name.removeprefix("字" * before)
    assert not rest or rest.startswith(last)
    assert len(name.encode()) <= 220


def test_what_fits_stays_as_it_is() -> None:
    for words in ("字" * 73, "a" * 100, "評価書（公表用）.pdf"):
        assert file_name(words) == words


def test_the_longest_names_can_be_written_with_all_that_is_put_behind_them(tmp_path: Path) -> None:
    taken: set[Path] = set()
    for _time in range(12):
        path = free_path(tmp_path, f"{TITLE}（公表用）", ".xlsx", taken)
        path.touch()
        path.with_name(f"{path.name}-journal").touch()
    assert len(list(tmp_path.iterdir())) == 24


@given(st.text(max_size=300))
def test_any_words_make_a_name(words: str) -> None:
    name = file_name(words)
    assert name
    assert len(name) <= 101
    assert len(name.encode()) <= 221
    assert file_name(name) == name
