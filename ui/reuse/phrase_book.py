"""The office's own phrases (定型文) of the open cabinet, shared by all windows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.records import Phrase
from pia_desktop.assessment.node import new_key
from pia_desktop.assessment.search import Query, spans
from pia_desktop.errors import UserError
from pia_desktop.forms.cleaning import taken_in

if TYPE_CHECKING:
    from ui.context.cabinet_store import CabinetStore


class PhraseBook(QObject):
    """The phrases in order; changes are saved at once."""

    changed = Signal()

    def __init__(self, store: CabinetStore) -> None:
        super().__init__(store)
        self._store = store
        self.phrases: list[Phrase] = []
        self.error: UserError | None = None
        """Why the phrases could not be read; then nothing is written over them."""
        try:
            self.phrases += store.office.phrases()
        except UserError as error:
            self.error = error

    @property
    def read_only(self) -> bool:
        return self._store.read_only or self.error is not None

    def found(self, words: str) -> list[Phrase]:
        """The phrases that contain all words (separated by spaces); all for no words."""
        wanted = [Query(word) for word in words.split()]
        return [
            phrase
            for phrase in self.phrases
            if all(spans(f"{phrase.title}\n{phrase.words}", query) for query in wanted)
        ]

    def add(self, title: str, words: str) -> Phrase:
        last = max((phrase.position for phrase in self.phrases), default=-1)
        made = Phrase(new_key(), _line(title, words), _clean(words), last + 1)
        self.phrases.append(made)
        self._keep(made)
        return made

    def rewrite(self, phrase: Phrase, title: str, words: str) -> Phrase:
        """Change a phrase; one that another window has removed meanwhile is a new one."""
        index = self._index(phrase)
        if index is None:
            return self.add(title, words)
        made = replace(self.phrases[index], title=_line(title, words), words=_clean(words), changed_at="")
        self.phrases[index] = made
        self._keep(made)
        return made

    def remove(self, phrase: Phrase) -> int:
        """Remove a phrase; returns its former index."""
        index = self._index(phrase)
        if index is None:
            return len(self.phrases)
        del self.phrases[index]
        self._store.office.remove_phrase(phrase.id)
        self.changed.emit()
        return index

    def put_back(self, phrase: Phrase, index: int) -> None:
        self.phrases.insert(min(index, len(self.phrases)), phrase)
        self._store.office.put_phrase(phrase)
        self._renumber()

    def move(self, phrase: Phrase, by: int) -> None:
        """Move a phrase up (-1) or down (1)."""
        index = self._index(phrase)
        target = -1 if index is None else index + by
        if index is not None and 0 <= target < len(self.phrases):
            self.phrases.insert(target, self.phrases.pop(index))
            self._renumber()

    def _index(self, phrase: Phrase) -> int | None:
        return next((i for i, one in enumerate(self.phrases) if one.id == phrase.id), None)

    def _renumber(self) -> None:
        for position, phrase in enumerate(self.phrases):
            if phrase.position != position:
                self.phrases[position] = replace(phrase, position=position)
                self._store.office.put_phrase(self.phrases[position])
        self.changed.emit()

    def _keep(self, phrase: Phrase) -> None:
        self._store.office.put_phrase(phrase)
        self.changed.emit()


def phrase_book(store: CabinetStore) -> PhraseBook:
    """The cabinet's phrases, loaded on first use, or again if that failed."""
    known = [child for child in store.children() if isinstance(child, PhraseBook) and child.error is None]
    return known[0] if known else PhraseBook(store)


def _clean(words: str) -> str:
    return taken_in(words)


def _line(title: str, words: str) -> str:
    """The title or, without one, the start of the text."""
    line = " ".join(_clean(title).split()) or " ".join(_clean(words).split())[:24]
    return line[:80]
