"""Describes a replacement: the preview of a place, and the final message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.search import words_of
from pia_desktop.i18n import _, in_a_row, ngettext
from pia_desktop.reuse.cabinet_replacement import Found, Replacement
from pia_desktop.revisions.textdiff import Passage, PassageKind


def still_known(
    known: Mapping[int, tuple[int, Snapshot]], infos: Iterable[AssessmentInfo]
) -> dict[int, tuple[int, Snapshot]]:
    """Contents read before, as far as the assessments' write counts are unchanged."""
    edits = {info.id: info.edits for info in infos}
    return {one: kept for one, kept in known.items() if edits.get(one) == kept[0]}


def place_passages(snapshot: Snapshot, found: Found, words: str) -> list[Passage]:
    """The full text around a place, with old and new text."""
    hit = found.hit
    value = snapshot.root.answer(hit.path)
    item = snapshot.form.item(hit.path[-1])
    text = next((text for spot, text in words_of(item, value) if spot == hit.spot), "") if value else ""
    return [
        Passage(PassageKind.SAME, text[: hit.start], text[: hit.start]),
        Passage(PassageKind.CHANGED, text[hit.start : hit.end], words),
        Passage(PassageKind.SAME, text[hit.end :], text[hit.end :]),
    ]


def replaced_words(done: Sequence[Replacement]) -> str:
    """What was done, in words."""
    places, where = sum(one.places for one in done), len(done)
    rows = sum(one.rows for one in done)
    words = ngettext("{count:,} place replaced", "{count:,} places replaced", places).format(count=places)
    within = ngettext("in {count:,} assessment", "in {count:,} assessments", where).format(count=where)
    lines = [in_a_row(words, within)]
    if rows:
        more = ngettext(
            "{count:,} row of 変更箇所 was added.", "{count:,} rows of 変更箇所 were added.", rows
        )
        lines.append(more.format(count=rows))
    lines.append(_("“Take a Replacement Back…” in the menu undoes it in all of them at once, now or later."))
    return "\n".join(lines)
