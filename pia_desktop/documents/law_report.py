"""法令改正等への対応の記録: a record of each place that a pack changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped
from pia_desktop.packs.model import Pack, Sure
from pia_desktop.reuse.law import LawPlace

LAW_TITLE: Final = "法令改正等への対応の記録"
_COLUMNS: Final = (
    Column("項目", 24, names=True),
    Column("変更前", 27),
    Column("変更後", 27),
    Column("確度", 6, centred=True),
    Column("残る確認", 16),
)
_SURE: Final = {Sure.CERTAIN: "確実", Sure.CHECK: "要確認", Sure.DOUBTFUL: "判断"}


@dataclass(frozen=True, slots=True)
class LawRow:
    """A place, and the name of its assessment; ``done``: it was replaced."""

    assessment: str
    place: LawPlace
    done: bool


def law_document(
    pack: Pack, rows: Iterable[LawRow], *, left: Sequence[str] = (), day: str = ""
) -> TableDocument:
    """The places by assessment; those not replaced say so.

    ``left`` has the names of skipped assessments, with the reason; ``day`` is the day of the replacement.
    """
    listed = [(row.assessment, _row(row)) for row in rows]
    lines = [f"{pack.title}（{pack.since_words}施行）", *([f"実施日：{day}"] if day else [])]
    notes = [*pack.notes, *(f"対象外：{one}" for one in left)]
    return TableDocument(LAW_TITLE, tuple(lines), _COLUMNS, grouped(listed), notes=tuple(notes))


def _row(row: LawRow) -> TableRow:
    place, hit = row.place, row.place.hit
    after = f"{hit.before}{place.new}{hit.after}" if row.done else "（置き換えていません）"
    words = (
        place.name,
        f"{hit.before}{hit.words}{hit.after}",
        after,
        _SURE[place.entry.sure],
        place.entry.open,
    )
    return TableRow(tuple(cell(part) for part in words), hit.path)
