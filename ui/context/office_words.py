"""What the office itself has written into its cabinet: phrases, and packs of names that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.records import Phrase

if TYPE_CHECKING:
    from db.transaction import Work
    from pia_desktop.packs.model import Pack
    from ui.context.cabinet_saving import CabinetSaving


class OfficeWords:
    """Read from disk; phrases are written in the background, packs at once.  Methods raise CabinetError."""

    def __init__(self, store: CabinetSaving) -> None:
        self._store = store

    def packs(self) -> tuple[Pack, ...]:
        """The packs (changes of names) that the office has entered."""
        from pia_desktop.packs.loader import kept_packs

        return kept_packs(self._store.cabinet.setting)

    def put_packs(self, packs: Sequence[Pack]) -> None:
        """Replace the office's packs by these; findings must be counted again."""
        from pia_desktop.packs.loader import SETTING, packs_text

        words = packs_text(packs)

        def put(work: Work) -> None:
            work.put_setting(SETTING, words)
            work.clear_findings()

        with self._store.changing() as cabinet:
            cabinet.apply_all([], jobs=[(0, put)])
            self._store.packs_changed.emit()

    def phrases(self) -> tuple[Phrase, ...]:
        """The office's own phrases."""
        self._store.flush()
        return self._store.cabinet.phrases()

    def put_phrase(self, phrase: Phrase) -> None:
        """Store a phrase, new or changed; returns at once."""
        self._store.submit_work(0, lambda work: work.put_phrase(phrase), ("phrase", phrase.id))

    def remove_phrase(self, phrase_id: str) -> None:
        """Delete a phrase; returns at once."""
        self._store.submit_work(0, lambda work: work.remove_phrase(phrase_id), ("phrase", phrase_id))
