"""Model of the opinions of a round; changes are stored at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from db.records import Opinion
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import new_key
from pia_desktop.exchange.opinion_rows import PastedOpinion
from pia_desktop.i18n import N_, _
from ui.context.annotations import AnnotationStore
from ui.context.session import Session
from ui.widgets.overrides import guarded

HEADS: Final = (N_("No."), N_("Received On"), N_("Item"), N_("Gist"), N_("Our Answer"), N_("Taken Up"))
NUMBER, DAY, ITEM, GIST, ANSWER, REFLECTED = range(6)
_SHOWN: Final = 200
_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()


@guarded
class OpinionsModel(QAbstractTableModel):
    """One row per opinion of the shown round."""

    def __init__(self, session: Session, keep: AnnotationStore, assessment_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._keep = keep
        self._assessment_id = assessment_id
        self.present = keep.round_number()
        self._all = list(keep.opinions())
        self.round = self.present
        self.shown: list[Opinion] = []
        self.show_round(self.present)

    @property
    def rounds(self) -> list[int]:
        """The rounds that have opinions and the current one, newest first."""
        return sorted({self.present, *(one.round for one in self._all)}, reverse=True)

    def show_round(self, number: int) -> None:
        self.beginResetModel()
        self.round = number
        self.shown = [one for one in self._all if one.round == number]
        self.endResetModel()

    def add(self, pasted: Sequence[PastedOpinion]) -> int:
        """Append opinions; returns the row of the first."""
        first = len(self.shown)
        number = max((one.number for one in self.shown), default=0)
        made = [
            Opinion(
                new_key(),
                self._assessment_id,
                self.round,
                number + at,
                one.day,
                (),
                one.gist,
                one.answer,
                one.reflected,
            )
            for at, one in enumerate(pasted, 1)
        ]
        if made:
            self.beginInsertRows(_TOP, first, first + len(made) - 1)
            self.shown += made
            self._all += made
            self.endInsertRows()
            for one in made:
                self._keep.put_opinion(one)
        return first

    def write(self, row: int, **fields: object) -> None:
        """Change fields of an opinion."""
        old = self.shown[row]
        new = replace(old, changed_at="", **fields)  # type: ignore[arg-type]
        if new == replace(old, changed_at=""):
            return
        self.shown[row] = new
        self._all[next(at for at, one in enumerate(self._all) if one.id == new.id)] = new
        self._keep.put_opinion(new)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADS) - 1))

    def remove(self, row: int) -> Opinion:
        """Remove an opinion; returns it, so that it can be put back."""
        self.beginRemoveRows(_TOP, row, row)
        gone = self.shown.pop(row)
        self._all = [one for one in self._all if one.id != gone.id]
        self.endRemoveRows()
        self._keep.remove_opinion(gone.id)
        return gone

    def put_back(self, opinion: Opinion, row: int) -> None:
        self.beginInsertRows(_TOP, row, row)
        self.shown.insert(row, opinion)
        self._all.append(opinion)
        self.endInsertRows()
        self._keep.put_opinion(opinion)

    def item_words(self, opinion: Opinion) -> str:
        """What an opinion is about, as the form prints it."""
        if not opinion.path:
            return _("The whole assessment")
        if not self._session.root.has_place(opinion.path):
            return _("The item is no longer there.")
        return printed_path(self._session.form, opinion.path, self._session.root)

    # ---- what Qt asks

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        wanted = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _(HEADS[section]) if wanted else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        one = self.shown[index.row()]
        words = (str(one.number), one.received_on, "", one.gist, one.answer, one.reflected)[index.column()]
        if index.column() == ITEM:
            words = self.item_words(one)
        return " ".join(words[:_SHOWN].split())
