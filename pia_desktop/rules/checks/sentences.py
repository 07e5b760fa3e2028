"""Checks of sentences: gaps, brackets, broken or repeated text, days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pia_desktop.rules.checks.dates import WEEKDAYS, dates_in
from pia_desktop.rules.checks.text_hit import TextHit
from pia_desktop.rules.checks.words import listed, short

_GAP: Final = re.compile(
    "(?<![○●◯△▲□■◇◆☆★])[○●◯△▲□■◇◆☆★]{2,}+(?=[^\\s　])|[×✕]{2,}|【要確認】|（要確認）"
    "|[\\[【〔]記入例?[\\]】〕]|TODO|ＸＸ+|XX+"
)
_GAP_SIGNS: Final = re.compile("[○●◯△▲□■◇◆☆★×✕][○●◯△▲□■◇◆☆★×✕]")
_GAP_WORDS: Final = ("要確認", "[記入", "【記入", "〔記入", "TODO", "ＸＸ", "XX")
"""Without any of these there is no gap."""
_PAIRS: Final = (("「", "」"), ("『", "』"), ("【", "】"), ("〔", "〕"), ("＜", "＞"), ("《", "》"))
_BEGINS_LATE: Final = re.compile("^[、。，．」』）】〕ぁぃぅぇぉっゃゅょァィゥェォッャュョー]")
_ENDS_EARLY: Final = re.compile("[、，「『（(〔【]$")
_GOES_ON: Final = re.compile(
    "(?:(?:こと|もの)とし|であり|しており|されており|を行い|を講じ|とともに|に基づき|により|及び|又は|並びに|若しくは|[^のとも]を)$"
)
"""How a sentence goes on: one that ends so, behind others that end in 。, was cut off."""


def gaps(text: str) -> Iterator[TextHit]:
    """Places left to be filled in."""
    if not any(words in text for words in _GAP_WORDS) and not _GAP_SIGNS.search(text):
        return
    found = [match.group() for match in _GAP.finditer(text)]
    if found:
        yield TextHit("C608", listed(found))


def brackets(text: str) -> Iterator[TextHit]:
    """Brackets without a partner."""
    for opening, closing in _PAIRS:
        one, other = text.count(opening), text.count(closing)
        if one != other:
            yield TextHit("C609", f"{opening}…{closing}", facts=f"{opening}{one}/{other}")
            return


def broken_off(text: str) -> Iterator[TextHit]:
    """Text that begins or ends within a sentence."""
    body = text.strip()
    end = body[-12:]  # the longest term has five characters
    if _BEGINS_LATE.match(body) and len(body) > 1:
        yield TextHit("C610", f"{short(body, 12)}")
    elif _ENDS_EARLY.search(end):
        yield _stops_at(end)
    else:
        yield from cut_off(text)


def cut_off(text: str) -> Iterator[TextHit]:
    """Text of several sentences that ends within one; a phrase alone may be quoted."""
    body = text.strip()
    end = body[-12:]
    if "。" in body and _GOES_ON.search(end):
        yield _stops_at(end)


def _stops_at(end: str) -> TextHit:
    return TextHit("C610", f"…{end}".replace("\n", " "))


_PARAGRAPH: Final = 30
"""Characters from which a line is a paragraph and no heading or entry of a list."""


def written_twice(text: str) -> Iterator[TextHit]:
    """The same paragraph twice under one heading, a heading being a short line that is not a sentence."""
    seen: set[str] = set()
    for line in text.split("\n"):
        words = line.strip()
        if words and len(words) < _PARAGRAPH and not words.endswith("。"):
            seen.clear()
        elif len(words) >= _PARAGRAPH:
            if words in seen:
                yield TextHit("C613", short(words))
                return
            seen.add(words)


def weekdays(text: str) -> Iterator[TextHit]:
    """Days of the week that do not match their date."""
    if "曜" not in text and not _WEEKDAY_MARK.search(text):
        return
    for found in dates_in(text):
        day = found.date.to_date()
        right = WEEKDAYS[day.weekday()] if day else ""
        if found.weekday and right and found.weekday != right:
            at = found.weekday_at
            words = f"{found.words}（{found.weekday}）"
            yield TextHit("C410", words, text[:at] + right + text[at + 1 :], (("right", f"{right}曜日"),))
            return


_WEEKDAY_MARK: Final = re.compile("日[\\s　]*[（(][\\s　]*[月火水木金土日]")
