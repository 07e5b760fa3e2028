"""Cells of a spreadsheet that are pasted into a table of the form: as new rows, or into its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.edits import Batch, Edit
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.errors import UserError
from pia_desktop.forms.kinds import KindFault
from pia_desktop.forms.model import Item, Table
from pia_desktop.i18n import _, ngettext
from ui.context.session import Session
from ui.widgets.dialogs import ask, show_error

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Rows

MOST_ROWS: Final = 500
"""Maximum rows per paste: each is stored and shown."""

_Done = Callable[[str], None]


class PastedRows:
    """Writes cells into a table, one undo step each time, and shows why it does not."""

    def __init__(self, parent: QWidget, session: Session, table: Table, path: NodePath) -> None:
        self._parent = parent
        self._session = session
        self._columns = table.columns
        self._path = path

    def insert(self, index: int, cells: Rows) -> bool:
        """Insert cells as rows; False if there are none, or they are refused."""
        from pia_desktop.exchange.table_rows import inserted

        rows = self._read(self._columns, cells)
        return self._has_room(len(rows), len(rows)) and self._push(inserted(self._path, index, rows))

    def put(self, key: str, column: int, cells: Rows, done: _Done) -> None:
        """Write cells into a row and those below, from a column on; asks before it replaces others.

        ``done`` is given the key of the first row that was written.
        """
        from pia_desktop.exchange.table_rows import replaces_words

        columns = self._columns[column : column + max(map(len, cells))]
        rows = self._read(columns, cells)
        old = self._below(key, len(rows)).values()
        count = sum(replaces_words(columns, *pair) for pair in zip(old, rows, strict=False))
        if not count:
            self._write(key, columns, rows, done)
            return
        ask(
            self._parent.window(),
            ngettext(
                "Words stand in {count:,} row into which the cells would go.",
                "Words stand in {count:,} rows into which the cells would go.",
                count,
            ).format(count=count),
            _("They can become rows of their own, or take the place of these words."),
            [
                (_("&Insert as Rows"), lambda: self._insert_at(key, columns, rows, done)),
                (_("&Replace the Words"), lambda: self._write(key, columns, rows, done)),
                (_("Cancel"), None),
            ],
        )

    def _below(self, key: str, count: int) -> dict[str, Node]:
        """A row and those below it, up to so many."""
        entries = self._session.root.entries(self._path)
        keys = list(entries)
        at = keys.index(key)
        return {one: entries[one] for one in keys[at : at + count]}

    def _write(self, key: str, columns: Sequence[Item], rows: Sequence[Node], done: _Done) -> None:
        """Write rows over a row and those below; what is left becomes new rows at the end."""
        from pia_desktop.exchange.table_rows import inserted, written_over

        old = self._below(key, len(rows))
        more = inserted(self._path, len(self._session.root.entries(self._path)), rows[len(old) :])
        if not self._has_room(len(rows), len(more)):
            return
        if self._push([*written_over(columns, self._path, old, rows[: len(old)]), *more]):
            self._tell(len(rows))
            done(key)

    def _insert_at(self, key: str, columns: Sequence[Item], rows: Sequence[Node], done: _Done) -> None:
        """Insert rows below a row; the first goes into it if it is empty."""
        from pia_desktop.exchange.table_rows import inserted, written_over

        entries = self._session.root.entries(self._path)
        index, empty = list(entries).index(key) + 1, not entries[key].answers
        first = written_over(columns, self._path, {key: entries[key]}, rows[:1]) if empty else []
        more = inserted(self._path, index, rows[empty:])
        if self._has_room(len(rows), len(more)) and self._push([*first, *more]):
            self._tell(len(rows))
            done(key if empty else list(self._session.root.entries(self._path))[index])

    def _read(self, columns: Sequence[Item], cells: Rows) -> list[Node]:
        """Cells as rows; none, and the reason is shown, if one is longer than an answer may be."""
        from pia_desktop.exchange.table_rows import rows_of

        try:
            return rows_of(columns, cells)
        except KindFault as fault:
            advice = _("Nothing was pasted.  Copy fewer words at once.")
            show_error(self._parent.window(), UserError(str(fault), advice))
            return []

    def _has_room(self, count: int, new: int) -> bool:
        """Whether so many rows, of which some are new, can be pasted; if not, shows the limit."""
        room = self._session.room(self._path)
        if count <= MOST_ROWS and new <= room:
            return True
        show_error(self._parent.window(), _too_many(count, min(room, MOST_ROWS)))
        return False

    def _push(self, edits: Sequence[Edit]) -> bool:
        if not edits or self._session.read_only:
            return False
        self._session.push(Batch(tuple(edits)))
        return True

    def _tell(self, count: int) -> None:
        words = ngettext("{count:,} row was pasted.", "{count:,} rows were pasted.", count)
        self._session.taken_out.emit(words.format(count=count))


def _too_many(count: int, room: int) -> UserError:
    return UserError(
        ngettext(
            "{count:,} row is too many to paste: {room:,} can be.",
            "{count:,} rows are too many to paste: {room:,} can be.",
            count,
        ).format(count=count, room=room),
        _("Nothing was pasted.  Copy fewer rows at once."),
    )
