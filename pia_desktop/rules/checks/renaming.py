"""Names changed by a row of 変更箇所, and where the old one remains.

A row is a renaming if each side is one name of the same kind (システム, 株式会社, 課), or a list of names
that differs in one.  A more specific name (高齢福祉部介護保険課 for 介護保険課) is not a renaming.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from pia_desktop.assessment.folding import AS_PEOPLE_READ, as_read, spans
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.rules.checks.dates import read_date
from pia_desktop.rules.checks.memory import Memory

_LONGEST: Final = 60
_KINDS: Final = (
    re.compile("システム(?:[（(][^（）()]{1,20}[）)])?$"),
    re.compile("^(?:株式|有限|合同|合資)会社.|(?:(?:株式|有限|合同|合資)会社|公社|法人|組合|財団)$"),
    re.compile("(?:課|係|部|局|室|所|センター|委員会)$"),
)
"""What the names of systems, companies and offices end in."""

_AS_IT_IS: Final = re.compile("[一-鿿]{2}|[ァ-ヺ]{2}|[一-鿿]")
_NO_NAME: Final = re.compile("[。\\n○●:：\\[\\]［］]|^(?:追加|削除|新規|なし|―|－|-)$")
_BETWEEN: Final = re.compile("[、，,・]")
_FORMER: Final = re.compile("(?:旧|元|前の|従来の)[「『（(]?$")
_GOES_OVER: Final = re.compile("^[」』）)]?(?:から|より|に代え|に替え|に代わ|の後継|を廃止|の廃止)")
_INSIDE: Final = re.compile("[一-鿿々ァ-ヶーA-Za-z0-9Ａ-Ｚａ-ｚ０-９]$")
_ABOVE: Final = re.compile("[都道府県市区町村部局課]$")
_ANOTHER_WORD: Final = re.compile("^[題程税目品局]")


@dataclass(frozen=True, slots=True)
class Renamed:
    """An old and a new name, and the date of the row."""

    old: str
    new: str
    day: str

    @property
    def has(self) -> str:
        """Characters of the old name that every matching text contains, whatever the spelling."""
        found = _AS_IT_IS.findall(self.old)
        return found[-1] if found else ""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text uses the old name as the present one."""
        if self.has not in text:
            return []
        return [span for span in spans(text, self.old, AS_PEOPLE_READ) if self._meant(text, *span)]

    def _meant(self, text: str, start: int, end: int) -> bool:
        before, after = text[:start], text[end:]
        if _INSIDE.search(before) and not _ABOVE.search(before):
            return False
        return not (_FORMER.search(before) or _GOES_OVER.match(after) or _ANOTHER_WORD.match(after))


def renamings(form: Form, root: Node, memory: Memory) -> tuple[Renamed, ...]:
    """The renamings by rows of 変更箇所 that are still in effect, in row order."""
    table = form.roles.changes
    columns = form.lists[table].item_ids
    said = memory.of_rows(root.entries((table,)), _said, columns[0], columns[2], columns[3])
    found = [one for row in said.values() for one in row]
    known: dict[str, Renamed] = {}
    for one in sorted(found, key=lambda one: _sorted_by(one.day)):
        for was, earlier in known.items():
            if earlier.new == one.old:  # renamed once more
                known[was] = replace(earlier, new=one.new)
        known.pop(one.new, None)  # back to what it was called once
        known[one.old] = one
    return tuple(one for one in known.values() if one.old not in one.new)


def _said(row: Node, day: str, before: str, after: str) -> tuple[Renamed, ...]:
    since, old, new = (str(row.answers.get(column, "")) for column in (day, before, after))
    return tuple(Renamed(was, now, since) for was, now in _pairs(old, new))


def _sorted_by(day: str) -> date:
    parsed = read_date(day)
    return parsed.latest() if parsed is not None else date.min


def _pairs(before: str, after: str) -> tuple[tuple[str, str], ...]:
    before, after = before.strip(), after.strip()
    if _NO_NAME.search(before) or _NO_NAME.search(after) or before == after:
        return ()
    names = [[name.strip() for name in _BETWEEN.split(words)] for words in (before, after)]
    if len(names[0]) != len(names[1]):
        return ()
    others = [pair for pair in zip(*names, strict=True) if pair[0] != pair[1]]
    if len(others) != 1:
        return ()
    old, new = others[0]
    kind = _kind_of(old)
    same = kind is not None and kind == _kind_of(new) and max(len(old), len(new)) <= _LONGEST
    return ((old, new),) if same and as_read(old) != as_read(new) and new not in names[0] else ()


def _kind_of(name: str) -> int | None:
    if len(name) < 3:
        return None
    return next((at for at, pattern in enumerate(_KINDS) if pattern.search(name)), None)
