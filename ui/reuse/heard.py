"""What assessments say at items that were looked at lately: read again only where something has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from threading import Lock
from typing import Final

from db.answers import StoredAnswer
from db.cabinet import Cabinet
from db.records import AssessmentInfo
from pia_desktop.dataclass import dataclass

_MOST: Final = 16
"""Items that are remembered; moving within a list asks for the names of its entries again and again."""


@dataclass(slots=True)
class _Item:
    """The answers to an item by assessment, and the number of edits at which each was read."""

    answers: dict[int, list[StoredAnswer]] = field(default_factory=dict)
    edits: dict[int, int] = field(default_factory=dict)


class Heard:
    """The answers of one cabinet.  May be asked from any thread."""

    def __init__(self) -> None:
        self._items: OrderedDict[str, _Item] = OrderedDict()
        self._lock = Lock()

    def answers(
        self, cabinet: Cabinet, item_ids: Collection[str], infos: Collection[AssessmentInfo]
    ) -> dict[str, Mapping[int, Sequence[StoredAnswer]]]:
        """The answers to these items by item and assessment.  Raises CabinetError."""
        edits = {info.id: info.edits for info in infos}  # older than what is read now, never newer
        with self._lock:
            unknown = [item_id for item_id in item_ids if item_id not in self._items]
            if unknown:
                self._take(unknown, cabinet.answers(unknown), edits)
            for item_id in item_ids:
                kept = self._items[item_id].edits
                changed = {id_: edits[id_] for id_ in edits if kept.get(id_) != edits[id_]}
                if changed:
                    self._take([item_id], cabinet.answers([item_id], changed), changed)
                self._items.move_to_end(item_id)
            found: dict[str, Mapping[int, Sequence[StoredAnswer]]] = {
                item_id: self._items[item_id].answers for item_id in item_ids
            }
            while len(self._items) > max(_MOST, len(item_ids)):
                self._items.popitem(last=False)
        return found

    def _take(self, item_ids: Collection[str], read: Collection[StoredAnswer], edits: dict[int, int]) -> None:
        """Put what was read in the place of what was known of these assessments."""
        fresh: dict[str, dict[int, list[StoredAnswer]]] = {item_id: {} for item_id in item_ids}
        for answer in read:
            fresh[answer.item_id].setdefault(answer.assessment_id, []).append(answer)
        for item_id in item_ids:
            known = self._items.get(item_id) or _Item()
            answers = {id_: said for id_, said in known.answers.items() if id_ not in edits}
            self._items[item_id] = _Item({**answers, **fresh[item_id]}, {**known.edits, **edits})
