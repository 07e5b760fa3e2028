"""Adds pictures and tables to a run: chosen as files, pasted, dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.pictures import check_picture
from pia_desktop.errors import PictureRefused, UserError
from pia_desktop.forms.figure_kind import MAX_COLUMNS, MAX_ROWS
from pia_desktop.forms.values import MAX_TEXT, DataTable, Picture, RunBlock
from pia_desktop.i18n import _
from pia_desktop.reasons import reading_words
from ui.context.session import Session
from ui.form.thumbnails import png_of
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dialogs import ask_open_paths, show_error

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Rows


def table_of(rows: Rows) -> DataTable:
    """Clipboard cells as a table; withheld as a whole if any of their text is."""
    table = DataTable.of([[cell.words for cell in row] for row in rows])
    return replace(table, withheld=any(cell.withheld for row in rows for cell in row))


def table_fits(parent: QWidget, table: DataTable) -> bool:
    """Whether a table is small enough to be stored; if not, shows the limit."""
    longest = max((len(words) for row in table.rows for words in row), default=0)
    if len(table.rows) <= MAX_ROWS and table.columns <= MAX_COLUMNS and longest <= MAX_TEXT:
        return True
    fault = _("A table has at most {limit:,} rows of {most} cells.").format(limit=MAX_ROWS, most=MAX_COLUMNS)
    show_error(parent.window(), UserError(fault, _("Nothing was pasted.  Paste the table in parts.")))
    return False


class RunAdditions(QObject):
    """What the clerk adds to a run.  ``put`` is called with everything added at once; rejections are shown
    over ``parent``.
    """

    def __init__(
        self, parent: QWidget, session: Session, put: Callable[[Sequence[RunBlock]], None], *, tables: bool
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._put = put
        self.tables = tables
        """Whether the run takes tables."""

    def choose(self) -> None:
        """Let the user choose picture files, and add them by name."""
        files = ask_open_paths(self._parent, _("Add pictures"), _("Pictures (*.png *.jpg *.jpeg)"))
        self.add_files(sorted(files))

    def add_files(self, files: list[Path]) -> None:
        """Add picture files as one step; a rejected one is reported and the rest are added."""
        self._add([picture for file in files if (picture := self._read(file)) is not None])

    def _read(self, file: Path) -> Picture | None:
        try:
            data = file.read_bytes()
        except OSError as error:
            message = _("The picture {name} cannot be read: {why}.")
            show_error(
                self._parent,
                PictureRefused(
                    message.format(name=file.name, why=reading_words(error)),
                    _("Check that the file is still there, then choose it again."),
                ),
            )
            return None
        return self._kept(data, file.name)

    def paste(self) -> None:
        """Add the clipboard's picture or picture files."""
        source = clipboard_data()
        if not self.take(source):
            show_error(
                self._parent,
                PictureRefused(
                    _("There is no picture in the clipboard."),
                    _("Copy a picture first, or choose a PNG or JPEG file."),
                ),
            )

    def take(self, source: QMimeData) -> bool:
        """Add copied or dropped pictures; False if there are none."""
        from ui.widgets.pasted_words import image_on, picture_files_on

        files, image = picture_files_on(source), image_on(source)
        if files:
            self.add_files(files)
        elif image is not None:
            self.add_image(image)
        return bool(files) or image is not None

    def add_image(self, image: QImage) -> None:
        """Add a picture from the clipboard, as PNG."""
        self.add_data(png_of(image), _("from the clipboard"))

    def add_data(self, data: bytes, name: str) -> None:
        """Add the picture with these bytes."""
        picture = self._kept(data, name)
        self._add([] if picture is None else [picture])

    def _kept(self, data: bytes, name: str) -> Picture | None:
        """Validate a picture's bytes and store them; None if they are rejected."""
        try:
            picture = check_picture(data, name)
            self._session.store.put_picture(data, picture)
        except PictureRefused as refused:
            show_error(self._parent, refused)
            return None
        return picture

    def _add(self, pictures: Sequence[Picture]) -> None:
        if pictures:
            self._put(pictures)

    def paste_table(self) -> None:
        """Insert the clipboard's cells as a table."""
        from ui.widgets.pasted_words import rows_on

        rows = rows_on(clipboard_data())
        if rows:
            self._put_rows(rows)
        else:
            show_error(
                self._parent,
                UserError(
                    _("There is no table in the clipboard."),
                    _("Copy cells of a spreadsheet, or lines with tabs between their words."),
                ),
            )

    def takes_rows(self, source: QMimeData) -> bool:
        """Insert pasted cells as a table; False if the data are not cells side by side."""
        if not self.tables:
            return False
        from ui.widgets.pasted_words import rows_on

        rows = rows_on(source)
        if max(map(len, rows), default=0) < 2:
            return False
        self._put_rows(rows)
        return True

    def _put_rows(self, rows: Rows) -> None:
        table = table_of(rows)
        if table_fits(self._parent, table):
            self._put([table])
