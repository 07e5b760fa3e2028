"""Hearing opinions on the clipboard: spreadsheet rows, optionally with column headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pia_desktop.assessment.noted import noted
from pia_desktop.dataclass import dataclass
from pia_desktop.exchange.cells import Rows
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.values import MAX_TEXT

MOST: Final = 2_000
"""Maximum opinions per paste."""
_LONGEST_DAY: Final = 100
_LONGEST_NAME: Final = 14
"""Characters that the name of a column has at the most."""
_BY_COUNT: Final = {
    1: ("gist",),
    2: ("gist", "answer"),
    3: ("day", "gist", "answer"),
    4: ("day", "gist", "answer", "reflected"),
}
"""What the columns hold where none is named, by how many there are without one of numbers."""
_NAMES: Final = (
    ("反映", "reflected"),
    ("回答", "answer"),
    ("考え方", "answer"),
    ("対応", "answer"),
    ("箇所", "place"),
    ("項目", "place"),
    ("ページ", "place"),
    ("日", "day"),
    ("番号", "number"),
    ("№", "number"),
    ("No", "number"),
    ("意見", "gist"),
    ("要旨", "gist"),
)
"""Words by which a column is known, those first that stand in the names of others."""


_ENDS: Final = (*(part for part, _name in _NAMES), "内容", "状況", "結果", "）", ")", ".")
"""Endings of column names; 意見がある is not one."""


@dataclass(frozen=True, slots=True)
class PastedOpinion:
    """An opinion from a row; missing fields are empty."""

    day: str
    gist: str
    answer: str
    reflected: str


def pasted_opinions(cells: Rows) -> list[PastedOpinion]:
    """The opinions in cells, which say what of them is withheld; rows without a gist are skipped."""
    rows = [
        [" " if cell.words.isspace() else noted(cell.words, cell.withheld) for cell in row]
        for row in _filled(cells)
    ]
    if not rows:
        return []
    columns = _named(rows[0])
    if columns is None:
        columns = _unnamed(rows)
    else:
        rows = rows[1:]
    found = (
        _opinion({name: row[at] for name, at in columns.items() if at < len(row)}) for row in rows[:MOST]
    )
    return [one for one in found if one.gist]


def too_many(cells: Rows) -> bool:
    """Whether there are more rows than are taken in at once."""
    rows = _filled(cells)
    named = bool(rows) and _named([cell.words for cell in rows[0]]) is not None
    return len(rows) - named > MOST


def _filled(rows: Rows) -> Rows:
    return tuple(row for row in rows if any(cell.words.strip() for cell in row))


def _named(first: Sequence[str]) -> Mapping[str, int] | None:
    """The columns by the headings in the first row; None if that is an opinion itself."""
    found: dict[str, int] = {}
    for at, words in enumerate(first):
        head = "".join(words.split())
        name = next((name for part, name in _NAMES if part in head), None)
        if head and (name is None or len(head) > _LONGEST_NAME or not head.endswith(_ENDS)):
            return None
        if name is not None:
            found.setdefault(name, at)
    return found if "gist" in found else None


def _unnamed(rows: Sequence[Sequence[str]]) -> Mapping[str, int]:
    widest = max(map(len, rows))
    numbered = widest > 1 and all(row[0].strip("()（）. ").isdecimal() for row in rows)
    names = _BY_COUNT[min(widest - numbered, max(_BY_COUNT))]
    return {name: at + numbered for at, name in enumerate(names)}


def _opinion(row: Mapping[str, str]) -> PastedOpinion:
    said = {name: taken_in(words).strip()[:MAX_TEXT] for name, words in row.items()}
    gist, place = said.get("gist", ""), said.get("place", "")
    day = " ".join(said.get("day", "").split())[:_LONGEST_DAY]
    if gist and place:
        gist = f"【{' '.join(place.split())}】{gist}"
    return PastedOpinion(day, gist, said.get("answer", ""), said.get("reflected", ""))
