"""Whether a line ends because its paragraph does, or because it was wrapped."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pia_desktop.intake.cells import SEEN_OF_LINE, LineEnd
from pia_desktop.wareki import parse_date

_BULLET: Final = re.compile(
    r"[ \u3000・･■□◆◇●○◎▼▽▲△※→⇒★☆]"
    r"|[\u2460-\u2473\u2474-\u2487\u2170-\u2179\u2160-\u2169]"
    r"|[(（]?[0-9０-９]{1,2}[)）.．](?![0-9０-９])"
    r"|[(（][ぁ-んァ-ヶa-zA-Z※注][)）]|[ア-ンa-zA-Z][.．)）]"
    r"|[IVX]{1,4}[. 　]"
    r"|[\[［][ \u3000]?[○◯●　 ]?[ \u3000]?[\]］]"
    r"|[<＜【〈≪《「『\[［][^>＞】〉≫》」』\]］\n]{1,40}[>＞】〉≫》］\]]$"
)
_ENDS: Final = "。】｡＞>"
_NO_START: Final = (
    "、。，．・：；？！）」』】〕］｝〉》ー々ゝゞヽヾぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ,.:;?!)]}％%"
)
_NO_END: Final = "（「『【〔［｛〈《([{"
_UNBROKEN: Final = re.compile(
    r"[（(「『]*(?:[A-Za-z0-9Ａ-Ｚａ-ｚ/\-_.@]+[)）]|(?:令和|平成|昭和|大正|明治)[0-9０-９元]{1,2}年|第[0-9０-９]+[条項号章節款]|[0-9０-９]+[年月日条項号人件回])"
)
"""What careful typesetting keeps on one line: a year, 第27号."""

_MIDDLE_DOTS: Final = "・･①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FULL: Final = 0.9
_COMMAS: Final = "、，"
_CLOSING: Final = "】＞>"
_SHORT: Final = 3.5
_UNSURE: Final = 0.6
"""In em: a line end that is decided by less is shown to the reader."""

_RUN: Final = re.compile(r"[A-Za-z0-9０-９Ａ-Ｚａ-ｚ/\-_.@:,]+")


def goes_on(line: str, room: float, following: str) -> bool:
    """Whether a line was wrapped; ``room`` is the space after it, in em of its own size."""
    if not line or not following:
        return False
    if line[-1] in _ENDS or _begins_anew(line, room, following):
        return False
    return room < _needed(following)


def _begins_anew(line: str, room: float, following: str) -> bool:
    """Whether the next line starts with a bullet; after a comma, or if no character had room, it may not be
    one.
    """
    bullet = _BULLET.match(following)
    if bullet is None or line[-1] in _COMMAS or _closes(bullet[0], line, following):
        return False
    return not (following[0] in _MIDDLE_DOTS and room < _FULL)


def _closes(bullet: str, line: str, following: str) -> bool:
    """Whether what looks like ｢ア）｣ is the end of bracketed text: ｢（…ファイ｣ ｢ル）｣."""
    if bullet[0] in "（(" or bullet[-1] not in "）)":
        return False
    return following == bullet or max(map(line.rfind, "（(")) > max(map(line.rfind, "）)"))


def _needed(following: str) -> float:
    """The space, in em, that would have held the beginning of the next line.

    A short last line is kept whole: typesetting avoids leaving a single character of a word.
    """
    whole = width(following)
    return max(first_piece(following) + 1.0, whole if whole <= _SHORT else 0.0)


def unsure(line: str, room: float, following: str) -> bool:
    """Whether it is uncertain if a line was wrapped.

    By a character or less, or as the next line begins with a number that is a bullet, or had no room.
    """
    if not line or not following:
        return False
    if line[-1] in _ENDS:
        return line[-1] not in _CLOSING and abs(room) < _UNSURE
    if _begins_anew(line, room, following):
        return -_UNSURE < room < _needed(following)
    return abs(room - _needed(following)) < _UNSURE


def line_end(line: str, following: str) -> LineEnd:
    """A line break, with the text around it for identification."""
    return line[-SEEN_OF_LINE:], following[:SEEN_OF_LINE]


def first_piece(line: str) -> float:
    """The width, in em, of the next unbreakable unit: a character with everything attached to it."""
    run = _UNBROKEN.match(line) or _RUN.match(line)
    end = run.end() if run else 1
    while end < len(line) and (line[end] in _NO_START or line[end - 1] in _NO_END):
        end += 1
    return width(line[:end])


def width(words: str) -> float:
    """The width of text in em; full-width characters are 1."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in words)


def is_date(words: str) -> bool:
    """Whether text wrapped over lines is one date."""
    return len(words) < 20 and parse_date("".join(words.split())) is not None
