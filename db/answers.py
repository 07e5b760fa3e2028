"""What all assessments of a cabinet say at an item, without reading more of them than that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from db.codec import CodecFault, decode, decode_spans
from db.open_file import OpenFile
from db.read_sql import SAID, SAID_WITHHELD
from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans
from pia_desktop.forms.values import Value


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it is on disk; ``owner`` is the key of the entry or file it lies in, else empty.

    ``withheld``: what of it is not for the public; all of it where that cannot be read.
    """

    assessment_id: int
    owner: str
    item_id: str
    value: Value
    withheld: Spans | None = None


class Answers(OpenFile):
    """The part of ``Cabinet`` that looks at one item in all assessments."""

    def answers(self, item_ids: Collection[str]) -> tuple[StoredAnswer, ...]:
        """Every answer to these items, of whatever form; those that cannot be read are left out.

        Ids mean something in their form only, which the caller knows.
        """
        found: list[StoredAnswer] = []
        for item_id in item_ids:
            with self._read() as connection:
                rows = connection.execute(SAID, (item_id,)).fetchall()
                marks = {row[:2]: row[2] for row in connection.execute(SAID_WITHHELD, (item_id,))}
            for assessment_id, owner, words in rows:
                try:
                    value = decode(words)
                except CodecFault:
                    continue
                spans = _spans(value, marks.get((assessment_id, owner)))
                found.append(StoredAnswer(assessment_id, owner, item_id, value, spans))
        return tuple(found)


def _spans(value: Value, words: str | None) -> Spans | None:
    if words is None:
        return None
    try:
        spans = decode_spans(words)
        check_spans(value, spans)
    except ValueError:
        return WHOLE
    return spans
