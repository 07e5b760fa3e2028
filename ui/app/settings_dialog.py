"""The settings dialog: fonts and size of the print, language, the last cabinet, copies on this terminal."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, chosen_language
from pia_desktop.language_choice import choose_language
from pia_desktop.paper.blocks import Look, Role
from pia_desktop.paper.fontchain import FontChoice, remember_fonts, system_fonts, usable_font, users_fonts
from pia_desktop.paper.layout import Page, Placed, Run, Slice
from pia_desktop.paper.style import Face, Style, metrics
from ui.preview.painter import PagePainter
from ui.printing.choices import SCALES, hint_label
from ui.printing.copied_rows import copy_as_cells
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask_open_path, busy, show_error
from ui.widgets.layouts import SPRING, Growing, column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.rows import RoomyRows
from ui.widgets.settings import (
    keep_copies,
    keeps_copies,
    open_last_cabinet,
    opens_last_cabinet,
    print_scale,
    settings,
)
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

SAMPLE: Final = "特定個人情報保護評価書　あいうえお　アイウ　０１２ 345 ABC"
_SHOWN: Final = 24
"""How many characters are shown of those that a font adds."""
_MOST_FONTS: Final = 8
_SAMPLE_SIZE: Final = 15.0
_FILE: Final = Qt.ItemDataRole.UserRole
_OF_SYSTEM: Final = Qt.ItemDataRole.UserRole + 1
"""Whether the font was found on this computer, and not added by the user."""


@guarded
class SettingsDialog(Dialog):
    """The user's preferences.  ``fonts_changed``: prints look different from now on."""

    fonts_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Settings"))
        self._before = users_fonts()
        self._build()
        self._recall()
        self._sample()
        self.setMinimumWidth(em(self) * 44)

    # ---- building

    def _build(self) -> None:
        column = self.column
        column.addWidget(self._fonts_box(), 1)
        column.addWidget(self._others_box())
        self.save = self.end_with(_("Save"))

    def _fonts_box(self) -> QGroupBox:
        group = QGroupBox(_("Fonts of the Print"), self)
        self.body = DropDown(group)
        self.body.addItems([_("Gothic (BIZ UDPGothic)"), _("Mincho (BIZ UDPMincho)")])
        self.fonts = QListWidget(group)
        self.fonts.setItemDelegate(RoomyRows(self.fonts))
        self.fonts.setAccessibleName(_("Fonts for characters that the print's own font lacks"))
        self.fonts.setMinimumHeight(em(self) * 6)
        self.fonts.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        copy_as_cells(self.fonts)
        self.add = QPushButton(_("&Add a Font…"), group)
        self.remove = QPushButton(_("&Remove"), group)
        self.sample = SampleLine(group)
        self.cover = note(group)
        self.cover.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cover.setMinimumHeight(self.cover.fontMetrics().height() * 2 + space(1))
        self.cover.setAlignment(Qt.AlignmentFlag.AlignTop)
        form = QFormLayout()
        form.addRow(_("&Body:"), self.body)
        buttons = column_of(self.add, self.remove, SPRING)
        row = row_of(Growing(self.fonts), buttons)
        label = note(group, _("Further fonts, asked in this order for what the body's font lacks:"))
        column_of(form, label, Growing(row), self.cover, self.sample, gap=space(2), inside=group)
        self.body.currentIndexChanged.connect(self._sample)
        self.fonts.currentRowChanged.connect(self._sample)
        self.add.clicked.connect(self.ask_font)
        self.remove.clicked.connect(self._remove)
        return group

    def _others_box(self) -> QGroupBox:
        group = QGroupBox(_("More"), self)
        form = QFormLayout(group)
        form.setVerticalSpacing(space(2))
        self.scale = DropDown(group)
        self.scale.addItems(["100 %", _("120 % (for the public counter)")])
        self.language = DropDown(group)
        self.language.addItem("日本語", "ja")
        self.language.addItem("English", "en")
        form.addRow(_("&Size of the print at first:"), self.scale)
        form.addRow(_("&Language:"), self.language)
        form.addRow(hint_label(group, _("Another language is used from the next start on.")))
        self.open_last = QCheckBox(_("Open the &cabinet that was open last"), group)
        form.addRow(self.open_last)
        self.no_copies = QCheckBox(
            _("Leave &no copies on this terminal (backups, index of the search)"), group
        )
        form.addRow(self.no_copies)
        form.addRow(hint_label(group, _("Those that are there already stay. Make backups elsewhere then.")))
        return group

    def _recall(self) -> None:
        self.body.setCurrentIndex(int(self._before.mincho))
        with busy():
            for file in self._before.files:
                self._list(file, own=True)
            for file in system_fonts():
                self._list(file, own=False)
        self.scale.setCurrentIndex(SCALES.index(print_scale()) if print_scale() in SCALES else 0)
        self.open_last.setChecked(opens_last_cabinet())
        self.no_copies.setChecked(not keeps_copies())
        self.language.choose(chosen_language())
        if self.fonts.count():
            self.fonts.setCurrentRow(0)

    def _list(self, file: Path, *, own: bool) -> None:
        words = str(file) if own else _("{name} (found on this computer)").format(name=_system_name(file))
        item = QListWidgetItem(words)
        item.setData(_FILE, str(file))
        item.setToolTip(str(file))
        if not own:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
            item.setData(_OF_SYSTEM, True)
            self.fonts.addItem(item)
        else:
            self.fonts.insertItem(len(self.files()), item)

    # ---- fonts

    def files(self) -> tuple[Path, ...]:
        """The font files added by the user, in order."""
        items = [self.fonts.item(row) for row in range(self.fonts.count())]
        return tuple(Path(item.data(_FILE)) for item in items if not item.data(_OF_SYSTEM))

    def ask_font(self) -> None:
        """Let the user choose a font file."""
        kinds = _("Fonts ({endings})").format(endings="*.ttf *.tte *.ttc")
        file = ask_open_path(self, _("Add a Font"), kinds)
        if file is not None:
            self.add_font(file)

    def add_font(self, file: Path) -> None:
        """Add a font to the list, or say why it cannot be used."""
        if file in self.files():
            return
        try:
            with busy():
                usable_font(file)
        except UserError as error:
            show_error(self, error)
            return
        self._list(file, own=True)
        self.fonts.setCurrentRow(len(self.files()) - 1)
        self._sample()

    def _remove(self) -> None:
        if 0 <= self.fonts.currentRow() < len(self.files()):
            self.fonts.takeItem(self.fonts.currentRow())
            self._sample()

    def _choice(self) -> FontChoice:
        return FontChoice(self.files(), system=True, mincho=self.body.currentIndex() == 1)

    def _sample(self) -> None:
        """Show a sample in the chosen fonts, and what the selected one adds."""
        row = self.fonts.currentRow()
        self.remove.setEnabled(0 <= row < len(self.files()))
        self.add.setEnabled(len(self.files()) < _MOST_FONTS)
        words, added = SAMPLE, ""
        if row >= 0:
            file = Path(self.fonts.item(row).data(_FILE))
            try:
                added, said = _coverage(file)
            except UserError as error:
                said = error.one_line()
        else:
            said = _(
                "The program's own fonts have {count:,} characters. Add the file of your office's 外字, "
                "or install IPAmj Mincho, to print more."
            ).format(count=len(metrics(Face.BODY).glyphs))
        self.cover.setText(said)
        self.sample.show_words([words, *([added] if added else [])], self._choice())

    # ---- the end

    def accept(self) -> None:
        choice = self._choice()
        try:
            if (choice.files, choice.mincho) != (self._before.files, self._before.mincho):
                remember_fonts(choice.files, mincho=choice.mincho)
            if self.language.currentData() != chosen_language():
                choose_language(self.language.currentData())
        except UserError as error:
            show_error(self, error)
            return
        open_last_cabinet(self.open_last.isChecked())
        keep_copies(not self.no_copies.isChecked())
        settings().setValue("print/scale", SCALES[self.scale.currentIndex()])
        super().accept()
        if choice != self._before:
            self.fonts_changed.emit()


@cache
def _coverage(file: Path) -> tuple[str, str]:
    """Some of the characters that a font adds to the bundled ones, and a sentence with their number.

    Raises FontError if the font cannot be used.
    """
    face = usable_font(file)
    own = metrics(Face.BODY)
    added = [char for char in face.glyphs if not own.has(char)]
    shown = sorted(char for char in added if face.widths[char] and char.isprintable())
    private = sorted(filter(_is_private, face.glyphs))
    words = _("{name}: {count:,} characters, {added:,} of them that the program's own font lacks.").format(
        name=file.name, count=len(face.glyphs), added=len(added)
    )
    if private:
        words += " " + _("{count:,} of them are 外字 (private use).").format(count=len(private))
    return "".join([*private, *shown][:_SHOWN]), words


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or "\U000f0000" <= char <= "\U0010fffd"


def _system_name(file: Path) -> str:
    """The font's family name as the system lists it, else its file name."""
    names = {
        "eudc.tte": _("外字 of this computer"),
        "ipamjm.ttf": "IPAmj明朝",
        "yugothr.ttc": "游ゴシック",
        "yugothm.ttc": "游ゴシック Medium",
        "msgothic.ttc": "ＭＳ ゴシック",
        "yumin.ttf": "游明朝",
        "msmincho.ttc": "ＭＳ 明朝",
    }
    return names.get(file.name.lower(), file.name)


@guarded
class SampleLine(QWidget):
    """Sample lines as they are printed, black on white."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._painter: PagePainter | None = None
        self.setAccessibleName(_("Sample of the print"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(em(self) * 36, round(_SAMPLE_SIZE * 4.2))

    def show_words(self, lines: list[str], fonts: FontChoice) -> None:
        kind = Style(_SAMPLE_SIZE / 8.0, fonts).type_of(Look.BODY)
        for line in lines:
            kind.font.missing(line)  # registers the fallback fonts
        runs = [
            Run(
                _SAMPLE_SIZE * 0.7,
                _SAMPLE_SIZE * (1.5 + 1.6 * at),
                _SAMPLE_SIZE,
                kind.face,
                line,
                Role.ANSWER,
            )
            for at, line in enumerate(lines)
        ]
        self._page = Page(0.0, 0.0, (), (), (Placed(0.0, 0.0, (Slice(0.0, tuple(runs)),), 0, 1, ()),))
        self._painter = PagePainter(PictureDict(), fonts)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._painter is not None and self._page is not None:
            painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
            self._painter.paint(painter, self._page)
        painter.end()
