"""What once stood at an item, and the replacements over all assessments with their way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from db.codec import CodecFault, decode, decode_spans, owner_of
from db.errors import NoSuchReplacement
from db.open_file import OpenFile
from db.read_sql import PAST, PAST_COUNT, REPLACEMENT, REPLACEMENTS
from db.records import PastAnswer, ReplacementInfo, ReplacementPart
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans
from pia_desktop.forms.values import Value, drop_forbidden

if TYPE_CHECKING:
    from pia_desktop.reuse.everywhere import Replacement, WayBack


class Past(OpenFile):
    """The part of ``Cabinet`` for what was.

    What is written here for a window goes by way of ``Saver.submit_work``, with the same methods of ``Work``.
    """

    def past_answers(self, assessment_id: int, path: NodePath) -> tuple[PastAnswer, ...]:
        """What once stood at an item, newest first; what cannot be read is left out."""
        with self._read() as connection:
            place = (assessment_id, owner_of(path), path[-1])
            rows = connection.execute(PAST, place).fetchall()
        found = (_past(at, spans, value) for _id, at, spans, value in rows)
        return tuple(one for one in found if one is not None)

    def count_past_answers(self, assessment_id: int) -> int:
        """How many past answers of an assessment are kept."""
        with self._read() as connection:
            (count,) = connection.execute(PAST_COUNT, (assessment_id,)).fetchone()
        return int(count)

    def add_past_answer(
        self, assessment_id: int, path: NodePath, value: Value, withheld: Spans | None = None
    ) -> None:
        """Keep what stands at an item now, unless it is what was kept last."""
        with self._write_to(assessment_id) as work:
            work.add_past_answer(assessment_id, path, value, withheld)

    def erase_past_answers(self, assessment_id: int, path: NodePath | None = None) -> None:
        """Forget what once stood at an item, or (None) at all items of an assessment."""
        with self._write_to(assessment_id) as work:
            work.erase_past_answers(assessment_id, path)

    # --- replacements

    def replacements(self) -> tuple[ReplacementInfo, ...]:
        """The replacements over all assessments, newest first, those that were taken back as well."""
        with self._read() as connection:
            rows = connection.execute(REPLACEMENTS).fetchall()
        found: dict[int, ReplacementInfo] = {}
        for key, made_at, find, words, taken_back_at, *part in rows:
            plain = [drop_forbidden(text) for text in (made_at, find, words, taken_back_at)]
            known = found.get(key) or ReplacementInfo(key, plain[0], plain[1], plain[2], plain[3], ())
            found[key] = replace(known, parts=(*known.parts, ReplacementPart(*part)))
        return tuple(found.values())

    def ways_back(self, replacement_id: int) -> dict[int, WayBack | None]:
        """What takes a replacement back, by assessment; None where that cannot be read.

        Raises NoSuchReplacement.
        """
        from db.replacement_codec import decode_way

        with self._read() as connection:
            rows = connection.execute(REPLACEMENT, (replacement_id,)).fetchall()
        if not rows:
            raise NoSuchReplacement(self.path, replacement_id)
        return {assessment_id: decode_way(words) for assessment_id, words in rows}

    def add_replacement(self, find: str, words: str, done: Sequence[Replacement]) -> int:
        """Keep what a replacement did, with the way back; its id."""
        with self._write() as work:
            return work.add_replacement(find, words, done)


def _past(at: str, spans: str, value: str) -> PastAnswer | None:
    try:
        read = decode(value)
    except CodecFault:
        return None
    if not spans:
        return PastAnswer(drop_forbidden(at), read)
    try:
        withheld = decode_spans(spans)
        check_spans(read, withheld)
    except ValueError:
        withheld = WHOLE
    return PastAnswer(drop_forbidden(at), read, withheld)
