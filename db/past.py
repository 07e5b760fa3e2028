"""Past answers of an item, and replacements across all assessments with the data to undo them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.codec import WITHHELD_BLOCK, CodecFault, decode, decode_spans, owner_of
from db.errors import NoSuchReplacement
from db.open_file import OpenFile
from db.read_sql import EDITION, PAST, REPLACEMENT, REPLACEMENTS, WAYS_OF, WITHHELD_PAST
from db.records import PastAnswer, ReplacementInfo, ReplacementPart
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, fitting
from pia_desktop.forms.values import drop_forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.forms.model import Form
    from pia_desktop.reuse.cabinet_replacement import WayBack


class Past(OpenFile):
    """The part of ``Cabinet`` for past answers and replacements.

    Windows write through ``Saver.submit_work``, using the methods of ``Work`` with the same names.
    """

    def past_answers(self, assessment_id: int, path: NodePath) -> tuple[PastAnswer, ...]:
        """Past answers of an item, newest first; unreadable ones are skipped."""
        with self._read() as connection:
            place = (assessment_id, owner_of(path), path[-1])
            rows = connection.execute(PAST, place).fetchall()
        found = (_past(at, spans, value) for _id, at, spans, value in rows)
        return tuple(one for one in found if one is not None)

    def once_withheld(self, assessment_id: int) -> tuple[Snapshot, ...]:
        """What past answers and replacements of an assessment withheld, each answer by itself."""
        from db.replacement_codec import decode_way
        from pia_desktop.assessment.earlier import once_withheld
        from pia_desktop.forms.catalogue import find_form

        with self._read() as connection:
            edition = connection.execute(EDITION, (assessment_id,)).fetchone()
            past = connection.execute(WITHHELD_PAST, (assessment_id, WITHHELD_BLOCK)).fetchall()
            ways = connection.execute(WAYS_OF, (assessment_id,)).fetchall()
        if edition is None:
            return ()
        form = find_form(*edition)
        found: list[Snapshot] = []
        for item_id, spans, value in past:
            state = _past("", spans, value)
            if state is not None:
                found += once_withheld(form, item_id, state.value, state.withheld)
        for (words,) in ways:
            found += _withheld_by(form, decode_way(words))
        return tuple(found)

    # --- replacements

    def replacements(self) -> tuple[ReplacementInfo, ...]:
        """The replacements across all assessments, newest first, including undone ones."""
        with self._read() as connection:
            rows = connection.execute(REPLACEMENTS).fetchall()
        found: dict[int, ReplacementInfo] = {}
        for key, made_at, find, words, taken_back_at, *part in rows:
            plain = [drop_forbidden(text) for text in (made_at, find, words, taken_back_at)]
            known = found.get(key) or ReplacementInfo(key, plain[0], plain[1], plain[2], plain[3], ())
            found[key] = replace(known, parts=(*known.parts, ReplacementPart(*part)))
        return tuple(found.values())

    def ways_back(self, replacement_id: int) -> dict[int, WayBack | None]:
        """The data that undo a replacement, by assessment; None where they cannot be read.

        Raises NoSuchReplacement.
        """
        from db.replacement_codec import decode_way

        with self._read() as connection:
            rows = connection.execute(REPLACEMENT, (replacement_id,)).fetchall()
        if not rows:
            raise NoSuchReplacement(self.path, replacement_id)
        return {assessment_id: decode_way(words) for assessment_id, words in rows}


def _past(at: str, spans: str, value: str) -> PastAnswer | None:
    try:
        read = decode(value)
    except CodecFault:
        return None
    try:
        withheld = decode_spans(spans) if spans else None
    except ValueError:
        withheld = WHOLE
    return PastAnswer(drop_forbidden(at), read, fitting(withheld, read))


def _withheld_by(form: Form, way: WayBack | None) -> Iterator[Snapshot]:
    """What the answers and rows of a replacement withheld, before and after it."""
    from pia_desktop.assessment.earlier import entry_withheld, once_withheld

    if way is None:
        return
    for one in way.answers:
        for value, marks in (one.before, one.after):
            if value is not None:
                yield from once_withheld(form, one.path[-1], value, marks)
    for row in way.rows:
        yield from entry_withheld(form, row.path[::2], row.node)
