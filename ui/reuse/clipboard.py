"""Copies answers, entries and files between assessments through the system clipboard.

Clipboard data is untrusted: it is validated like a foreign file, and the effect is previewed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.exchange.clip import Fit, PastePlan, cut_out, plain_words, plan_paste, section_paths
from pia_desktop.exchange.interchange import ImportedAssessment, read_document, write_document
from pia_desktop.exchange.jsontext import MAX_BYTES, decode, too_large
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.i18n import _, in_a_row, ngettext
from ui.context.session import Session
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory, Quoted
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import show_error, tell
from ui.widgets.elided_place import PlaceRows
from ui.widgets.icons import icon
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.rows import pick_rows
from ui.widgets.theme import em

MIME: Final = "application/x-pia-desktop+json"
SCOPE_MIME: Final = "application/x-pia-desktop-scope"
_WHOLE_FILE: Final = b"file"


@dataclass(frozen=True, slots=True)
class Clip:
    """Clipboard contents; ``as_file``: a whole 特定個人情報ファイル, to be added as a new one."""

    found: ImportedAssessment
    as_file: bool


# ---- what the cursor stands in


def answer_paths(session: Session) -> list[NodePath]:
    """The current item, with the others in the same cell."""
    path = session.current_path
    if path is None or path[-1] not in session.form.places:
        return []
    item = session.form.item(path[-1])
    return [path, *((*path[:-1], companion.id) for companion in item.companions)]


def section_at(session: Session) -> list[NodePath]:
    """All items under the current item's heading."""
    path = session.current_path
    return section_paths(session.form, path) if path and path[-1] in session.form.places else []


# ---- copying


def copy_paths(session: Session, paths: Sequence[NodePath], *, as_file: bool = False) -> bool:
    """Copy answers, entries or a file; False if nothing is answered there."""
    part = cut_out(session.snapshot(), paths)
    if part.root.empty:
        return False
    data = QMimeData()
    document = write_document(part, session.store.pictures)
    data.setData(MIME, QByteArray(document.encode("utf-8")))
    data.setData(SCOPE_MIME, QByteArray(_WHOLE_FILE if as_file else b"part"))
    data.setText(plain_words(part))
    QGuiApplication.clipboard().setMimeData(data)
    return True


def read_clip() -> Clip | None:
    """The validated clipboard contents; None if not from this program.  Raises ImportRefused."""
    data = clipboard_data()
    if not data.hasFormat(MIME):
        return None
    name = _("The clipboard")
    raw = data.data(MIME)
    if raw.size() > MAX_BYTES:
        raise too_large(name, raw.size())
    found = read_document(decode(bytes(raw.data()), name), name)
    return Clip(found, bytes(data.data(SCOPE_MIME).data()) == _WHOLE_FILE)


# ---- pasting


def paste(session: Session, parent: QWidget) -> PasteDialog | None:
    """Show what fits and what does not, and paste as one undo step if accepted."""
    try:
        clip = read_clip()
    except UserError as error:
        show_error(parent, error)
        return None
    if clip is None:
        tell(
            parent,
            _("There is nothing to paste."),
            _("Copy an item, a section, an entry or a file in an assessment first (menu Edit)."),
        )
        return None
    plan = plan_paste(session.snapshot(), clip.found, session.file_key, as_file=clip.as_file)
    states = Snapshot(clip.found.form, clip.found.root), session.snapshot()
    dialog = PasteDialog(parent, plan, lambda: take_over(session, clip, plan), InMemory(lambda: states))
    dialog.open()
    return dialog


def take_over(session: Session, clip: Clip, plan: PastePlan) -> None:
    """Carry out a plan: first the pictures, then one edit."""
    if plan.edit is None or session.read_only:
        return
    for picture in pictures_of(clip.found.root):
        data = clip.found.pictures.picture(picture.digest)
        if data is not None:
            session.store.put_picture(data, picture)
    session.push(plan.edit)
    count = sum(line.fit in (Fit.NEW, Fit.REPLACES) for line in plan.lines)
    words = ngettext("{count:,} piece was pasted.", "{count:,} pieces were pasted.", count)
    tell_taken(session, plan.edit, words.format(count=count))


def tell_taken(session: Session, edit: Batch, words: str) -> None:
    """Go to the first place that an edit filled, and say how many it did, with a way back."""
    match edit.edits[0]:
        case SetAnswer(path=path):
            session.item_requested.emit(path)
        case InsertEntry(path=path, key=key):
            session.item_requested.emit((*path, key, session.form.lists[path[-1]].item_ids[0]))
    session.taken_out.emit(words)


def pictures_of(root: Node) -> Iterator[Picture]:
    """All pictures in figures below a node."""
    for _path, node in root.walk():
        for value in node.answers.values():
            if isinstance(value, Figure):
                yield from value.pictures


@guarded
class PasteDialog(Dialog):
    """What pasting would do, piece by piece; ``quoted`` are what is pasted and what it is pasted into."""

    def __init__(self, parent: QWidget, plan: PastePlan, act: Callable[[], None], quoted: Quoted) -> None:
        super().__init__(parent, _("Paste into this Assessment"), place="paste")
        self.plan = plan
        self._act = act
        self._quoted = quoted
        column = self.column
        self.add_heading(self._summary())
        column.addWidget(self._table(), 1)
        go = self.buttons.add_accept(_("Paste What Fits"))
        go.setEnabled(plan.edit is not None)
        self.buttons.add_reject()
        self.add_buttons()
        self.take_size(em(self) * 56, em(self) * 34)

    def _summary(self) -> str:
        found = Counter(line.fit for line in self.plan.lines)
        fits, same, rest = found[Fit.NEW] + found[Fit.REPLACES], found[Fit.SAME], found[Fit.NO_PLACE]
        words = ""
        if fits or not same:
            words = ngettext("{count:,} piece fits.", "{count:,} pieces fit.", fits).format(count=fits)
        if same:
            here = ngettext("{count:,} stands here already.", "{count:,} stand here already.", same)
            words = in_a_row(words, here.format(count=same))
        if rest:
            left = ngettext("{count:,} has no place here.", "{count:,} have no place here.", rest)
            words = in_a_row(words, left.format(count=rest))
        return words

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self.plan.lines), 3, self)
        table.setHorizontalHeaderLabels([_("Result"), _("Item"), _("Words")])
        table.setAccessibleName(_("What would be pasted"))
        pick_rows(table)
        copy_as_cells(table, self._quoted)
        table.setShowGrid(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setItemDelegate(PlaceRows(table))
        table.verticalHeader().setDefaultSectionSize(round(em(self) * 2.1))
        for row, line in enumerate(self.plan.lines):
            result = QTableWidgetItem(_fit_words(line.fit))
            symbol = "warning" if line.fit is Fit.NO_PLACE else "saved"
            result.setIcon(icon(symbol, self.palette()))
            words = f"{line.words}（{line.why}）" if line.why else line.words
            for place, cell in enumerate((result, QTableWidgetItem(line.place), QTableWidgetItem(words))):
                cell.setToolTip(tip(cell.text()))
                table.setItem(row, place, cell)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def accept(self) -> None:
        super().accept()
        self._act()


def _fit_words(fit: Fit) -> str:
    match fit:
        case Fit.NEW:
            return _("is added")
        case Fit.REPLACES:
            return _("replaces the answer")
        case Fit.SAME:
            return _("is the same already")
    return _("has no place")
