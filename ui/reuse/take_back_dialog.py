"""Lists replacements that can be undone: when, what by what, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QListWidget, QWidget

from db.records import AssessmentInfo, ReplacementInfo
from pia_desktop.cabinet_lists.assessment_names import identifying_name
from pia_desktop.i18n import _, ngettext
from pia_desktop.wareki import local_words
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import Quoted
from ui.widgets.dialog import Dialog
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em

_SHOWN = 40


@guarded
class TakeBackDialog(Dialog):
    """Newest first; ``chosen`` is called with the one to undo; ``packs`` are the changes of law by title,
    ``quoted`` the assessments that were changed, with what they once withheld.
    """

    def __init__(
        self,
        parent: QWidget,
        replacements: Sequence[ReplacementInfo],
        infos: Sequence[AssessmentInfo],
        packs: Collection[str],
        chosen: Callable[[ReplacementInfo], None],
        quoted: Quoted,
    ) -> None:
        super().__init__(parent, _("Take a Replacement Back"))
        self._replacements = replacements
        self._names = {info.id: identifying_name(info) for info in infos}
        self._chosen = chosen
        column = self.column
        heading = self.add_heading(_("Which replacement is to be taken back?"))
        self.list = QListWidget(self)
        self.list.setItemDelegate(RoomyRows(self.list))
        self.list.setAccessibleName(heading.text())
        copy_as_cells(self.list, quoted)
        self.list.setWordWrap(True)
        self.list.addItems([replacement_words(one, packs) for one in replacements])
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _item: self.accept())
        column.addWidget(self.list, 1)
        self.where = note(self)
        column.addWidget(self.where)
        words = note(self, _("What was changed since at these places stays as it is."))
        column.addWidget(words)
        self.button = self.buttons.add_accept(_("Take It Back"))
        self.buttons.add_reject(_("Leave It"))
        self.add_buttons()
        self.setMinimumSize(em(self) * 46, em(self) * 24)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _show(self, row: int) -> None:
        parts = self._replacements[row].parts if row >= 0 else ()
        names = [self._names[part.assessment_id] for part in parts if part.assessment_id in self._names]
        self.where.setText("、".join(names))
        self.button.setEnabled(row >= 0)

    def accept(self) -> None:
        row = self.list.currentRow()
        super().accept()
        if row >= 0:
            self._chosen(self._replacements[row])


def replacement_words(info: ReplacementInfo, packs: Collection[str]) -> str:
    """A replacement as one line: the words and what stands for them, or a pack and its day."""
    places, where = sum(part.places for part in info.parts), len(info.parts)
    count = ngettext("{count:,} place", "{count:,} places", places).format(count=places)
    within = ngettext("in {count:,} assessment", "in {count:,} assessments", where).format(count=where)
    find, words = _short(info.find), _short(info.words)
    if info.find in packs:
        what = _("{title} (in force {day})").format(title=find, day=words)
    else:
        what = _("“{find}” → “{words}”").format(find=find, words=words)
    return f"{local_words(info.made_at)}　{what}　{count} {within}"


def _short(words: str) -> str:
    line = words.replace("\n", " ")
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
