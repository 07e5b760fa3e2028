"""The review of one document: its contents while edited, confirmed rows, and where leftover text went."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.assessment.withheld import passages_of
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import KindFault
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES
from pia_desktop.forms.values import Figure, Picture, Value
from pia_desktop.incoming import Incoming, notes_of
from pia_desktop.intake.report import LeftOver
from ui.context.session import Session
from ui.intake.rows import ASKING, ReviewGroup, ReviewRow, Sort, answered_paths, groups_of

_TITLE: Final = 40
"""Characters of the title of a 別紙 that is made of words left over."""

_PAUSE: Final = 150
"""Milliseconds without an edit after which the list follows."""


class ReviewStore:
    """Holds edits in memory (``session.EditStore``): nothing is stored before the document is."""

    def __init__(self, pictures: PictureDict) -> None:
        self.pictures = pictures

    def submit(self, edit: Edit) -> None:
        """Ignored: the session has the contents."""

    def put_picture(self, data: bytes, picture: Picture) -> None:
        """Hold a picture in memory."""
        self.pictures[picture.digest] = data


class Review(QObject):
    """The document being reviewed; nothing of it is on disk."""

    changed = Signal()
    """A row was confirmed, undone or placed in an item."""

    def __init__(self, found: Incoming, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found = found
        contents = found.contents
        pictures = PictureDict(contents.pictures)
        self.session = Session(Assessment(contents.form, contents.root), ReviewStore(pictures))
        self.session.setParent(self)
        self.pictures = pictures
        self.groups: list[ReviewGroup] = groups_of(found)
        self._confirmed: set[ReviewRow] = set()
        self._sent: dict[ReviewRow, NodePath] = {}
        self._pause = QTimer(self)  # do not update lists on each keystroke
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.changed)
        self.session.undo_stack.index_changed.connect(self._stepped)

    def _stepped(self, _index: int) -> None:
        self._pause.start()

    # ---- how far it is

    @property
    def rows(self) -> list[ReviewRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def waiting(self) -> list[ReviewRow]:
        """The rows that are still to check."""
        return [row for row in self.rows if row.sort in ASKING and not self.is_done(row)]

    @property
    def empty(self) -> bool:
        """Whether it has no answer."""
        return not answered_paths(self.session.form, self.session.root)

    @property
    def touched(self) -> bool:
        """Whether work would be lost."""
        return bool(self._confirmed) or self.session.undo_stack.index() > 0

    def is_done(self, row: ReviewRow) -> bool:
        """Whether a row was confirmed, or its text placed in an item."""
        return row in self._confirmed or self.sent_to(row) is not None

    def count(self, sort: Sort) -> int:
        """The number of rows of a sort."""
        return sum(row.sort is sort for row in self.rows)

    def confirm(self, row: ReviewRow) -> None:
        """Mark a row as checked and right."""
        self._confirmed.add(row)
        self.changed.emit()

    # ---- words left over

    def sent_to(self, row: ReviewRow) -> NodePath | None:
        """The item that now holds a row's leftover text; None if none does, as after undo."""
        path = self._sent.get(row)
        return path if path is not None and row.text in _words(self.session.answer(path)) else None

    def send(self, row: ReviewRow, path: NodePath) -> bool:
        """Append leftover text to an item; False if it does not fit."""
        if path == (ANNEXES,):
            return self._send_to_annex(row)
        value = self.session.answer(path)
        before = _words(value)
        words = f"{before}\n{row.text}" if before else row.text
        kind = self.session.form.item(path[-1]).kind
        new: Value = words
        if isinstance(kind, FigureKind):
            new = (value if isinstance(value, Figure) else Figure()).with_text(words)
        try:
            kind.validate(new)
        except KindFault:
            return False
        self._sent[row] = path
        self.session.end_burst()
        self.session.set_answer(path, new)
        return True

    def _send_to_annex(self, row: ReviewRow) -> bool:
        """Make a 別紙 of leftover text, titled by its first line."""
        title = row.text.partition("\n")[0][:_TITLE]
        self.session.end_burst()
        key = self.session.add_entry(
            (ANNEXES,), node=Node({ANNEX_TITLE: title, ANNEX_BODY: Figure((row.text,))})
        )
        if key is not None:
            self._sent[row] = (ANNEXES, key, ANNEX_BODY)
        return key is not None

    # ---- line ends

    def is_joined(self, row: ReviewRow) -> bool | None:
        """Whether the lines are joined; None if the text has changed since."""
        if row.end is None or row.path is None:
            return None
        words = _words(self.session.answer(row.path))
        if f"{row.end[0]}\n{row.end[1]}" in words:
            return False
        return True if "".join(row.end) in words else None

    def turn_line_end(self, row: ReviewRow) -> None:
        """Join two lines, or split them again."""
        joined, path = self.is_joined(row), row.path
        if joined is None or row.end is None or path is None:
            return
        one, two = "".join(row.end), "\n".join(row.end)
        before, after = (one, two) if joined else (two, one)
        value = self.session.answer(path)
        words = _words(value).replace(before, after, 1)
        self.session.end_burst()
        self.session.set_answer(path, value.with_text(words) if isinstance(value, Figure) else words)

    # ---- storing

    def snapshot(self) -> Snapshot:
        """The contents to store."""
        return self.session.snapshot()

    def notes(self, *, to_do: bool) -> list[tuple[str, str]]:
        """Notes to store: where it came from, and all text that no item has taken."""
        left = [
            LeftOver(row.text, row.where)
            for row in self.rows
            if row.text and row.where is not None and self.sent_to(row) is None
        ]
        return notes_of(self.found, to_do=to_do, left=left)


def _words(value: Value | None) -> str:
    return "" if value is None else passages_of(value)
