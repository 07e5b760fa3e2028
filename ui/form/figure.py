"""The figure of 別添１ 事務の内容: pictures in their order with captions, and text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QImageWriter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import check_picture
from pia_desktop.assessment.search import Spot
from pia_desktop.assessment.withheld import Brought
from pia_desktop.errors import PictureRefused
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import Figure, Picture, Value
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.context.steps import TextChange
from ui.form.clipping import image_on, picture_files_on, words_on
from ui.form.editor import AnswerEditor
from ui.form.texts import GrowingText
from ui.widgets.dialogs import show_error
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space

_THUMBNAIL = 16


class _PictureRow(QWidget):
    """One picture: a small view of it, its caption, and what can be done with it."""

    def __init__(self, figure: FigureEditor, index: int, picture: Picture) -> None:
        super().__init__(figure)
        self.picture = picture
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(3))
        view = QLabel(self)
        view.setFixedSize(_THUMBNAIL * em(), _THUMBNAIL * em() * 3 // 4)
        view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        view.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        view.setAutoFillBackground(True)
        figure.show_thumbnail(view, picture)
        row.addWidget(view)
        side = QVBoxLayout()
        row.addLayout(side, 1)
        number = _("Figure {number}").format(number=index + 1)
        side.addWidget(QLabel(f"{number}　{picture.width} × {picture.height}", self))
        self.caption = GrowingText(self, single=True)
        self.caption.setPlaceholderText(_("Caption"))
        self.caption.setAccessibleName(f"{number} {_('Caption')}")
        self.caption.setReadOnly(figure.session.read_only)
        self.caption.show_text(picture.caption)
        figure.takes_caption(self.caption, index)
        self.caption.entered.connect(figure.entered)
        figure.offer_menu(self.caption)
        side.addWidget(self.caption)
        buttons = QHBoxLayout()
        side.addLayout(buttons)
        side.addStretch(1)
        for words, act in (
            (_("Move up"), partial(figure.move_picture, index, -1)),
            (_("Move down"), partial(figure.move_picture, index, 1)),
            (_("Remove"), partial(figure.remove, index)),
        ):
            buttons.addWidget(self._button(number, words, act, figure.session.read_only))
        self.withhold = self._button(number, _("Not for the public"), lambda: None, figure.session.read_only)
        self.withhold.setCheckable(True)
        self.withhold.setToolTip(_("Leaves this picture and its caption out of copies for the public"))
        self.withhold.clicked.connect(lambda on: figure.withhold_picture(index, on))
        buttons.addWidget(self.withhold)
        buttons.addStretch(1)
        self._menu(view)
        self.show_picture(picture)

    def _menu(self, view: QLabel) -> None:
        """What can be done with the picture, at the picture itself."""
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.withhold_action = QAction(self.withhold.text(), view)
        self.withhold_action.setCheckable(True)
        self.withhold_action.setEnabled(self.withhold.isEnabled())
        self.withhold_action.triggered.connect(lambda _on: self.withhold.click())
        view.addAction(self.withhold_action)

    def show_picture(self, picture: Picture) -> None:
        """Show its caption, and whether it is withheld."""
        self.picture = picture
        self.caption.show_text(picture.caption)
        self.withhold.setChecked(picture.withheld)
        self.withhold_action.setChecked(picture.withheld)

    def _button(self, number: str, words: str, act: Callable[[], None], read_only: bool) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setAccessibleName(f"{number} {words}")
        button.setEnabled(not read_only)
        button.clicked.connect(act)
        return button


@guarded
class _PastingText(GrowingText):
    """The figure's text field: a picture pasted into it becomes a picture of the figure."""

    def __init__(self, figure: FigureEditor) -> None:
        super().__init__(figure)
        self._figure = figure

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(picture_files_on(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.isReadOnly():
            return
        if picture_files_on(source) or (words_on(source) is None and image_on(source) is not None):
            self._figure.take(source)
        else:
            super().insertFromMimeData(source)


@guarded
class FigureEditor(AnswerEditor):
    """Pictures from PNG or JPEG files or from the clipboard, in order, with captions; below them the text."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(2), space(2), space(2))
        column.setSpacing(space(2))
        buttons = QHBoxLayout()
        column.addLayout(buttons)
        self.choose_button = QPushButton(_("Add pictures…"), self)
        self.choose_button.clicked.connect(self.choose)
        self.paste_button = QPushButton(_("Paste a picture"), self)
        self.paste_button.clicked.connect(self.paste)
        for button in (self.choose_button, self.paste_button):
            button.setEnabled(not session.read_only)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._rows: list[_PictureRow] = []
        self._pictures = QVBoxLayout()
        self._pictures.setSpacing(space(2))
        column.addLayout(self._pictures)
        self.field = _PastingText(self)
        self._takes_passages(self.field)
        self.field.brought.connect(
            lambda text, brought: self.bring(Figure(text, self._value().pictures), brought)
        )
        self.field.pasted.connect(self.offer_joining)
        self.setAcceptDrops(not session.read_only)
        self.field.setReadOnly(session.read_only)
        self.field.setPlaceholderText(_("Explanation of the figure"))
        self.field.edited.connect(self._send_text)
        self.field.entered.connect(self.entered)
        self.offer_menu(self.field)
        column.addWidget(self.field)

    # ---- showing

    def show_value(self, value: Value | None) -> None:
        figure = value if isinstance(value, Figure) else Figure()
        self.field.show_text(figure.text)
        if [row.picture.digest for row in self._rows] == [picture.digest for picture in figure.pictures]:
            for row, picture in zip(self._rows, figure.pictures, strict=True):
                row.show_picture(picture)
            return
        for row in self._rows:
            self._pictures.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_PictureRow(self, index, picture) for index, picture in enumerate(figure.pictures)]
        for row in self._rows:
            self._pictures.addWidget(row)

    def passage_field(self) -> GrowingText:
        return self.field

    def show_thumbnail(self, view: QLabel, picture: Picture) -> None:
        """Show a small picture, decoded at its small size; words where its bytes are missing."""
        data = self.session.store.pictures.picture(picture.digest)
        if data is None:
            view.setText(_("(picture missing)"))
            return
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        image = reader.read()
        if image.isNull():
            view.setText(_("(picture missing)"))
            return
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(
            image.scaled(
                view.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        pixmap.setDevicePixelRatio(ratio)
        view.setPixmap(pixmap)
        view.setAccessibleName(picture.caption or _("Picture"))

    def field_of(self, spot: Spot) -> GrowingText | None:
        if spot.picture is None:
            return super().field_of(spot)
        return self._rows[spot.picture].caption if spot.picture < len(self._rows) else None

    def focus_target(self) -> QWidget:
        return self.field

    # ---- editing

    def _value(self) -> Figure:
        value = self.session.answer(self.path)
        return value if isinstance(value, Figure) else Figure()

    def _send_figure(self, figure: Figure, *, typing: TextChange | bool = False) -> None:
        self.send(None if figure.empty else figure, typing=typing)

    def _send_text(self, text: str) -> None:
        self._send_figure(Figure(text, self._value().pictures), typing=self.field.change)

    def takes_caption(self, field: GrowingText, index: int) -> None:
        """What is written in a field is the caption of a picture."""
        self._takes_wholes(field)
        field.brought.connect(lambda words, brought: self._bring_caption(index, words, brought))
        field.edited.connect(partial(self.set_caption, index))

    def _bring_caption(self, index: int, words: str, brought: Brought) -> None:
        """A caption has no passages: with withheld words in it, the whole figure is withheld."""
        if brought.withheld:
            self.withhold_with(self._with_caption(index, words))

    def set_caption(self, index: int, caption: str) -> None:
        """Give a picture another caption."""
        change = replace(self._rows[index].caption.change, field=index)
        self._send_figure(self._with_caption(index, caption), typing=change)

    def _with_caption(self, index: int, caption: str) -> Figure:
        figure = self._value()
        new = replace(figure.pictures[index], caption=caption)
        return Figure(figure.text, (*figure.pictures[:index], new, *figure.pictures[index + 1 :]))

    def withhold_picture(self, index: int, withheld: bool) -> None:
        """Keep a picture with its caption from the public, or show it again."""
        figure = self._value()
        new = replace(figure.pictures[index], withheld=withheld)
        pictures = (*figure.pictures[:index], new, *figure.pictures[index + 1 :])
        self._send_figure(Figure(figure.text, pictures))

    def move_picture(self, index: int, step: int) -> None:
        """Put a picture one place up or down."""
        figure = self._value()
        pictures = list(figure.pictures)
        if 0 <= index + step < len(pictures):
            pictures.insert(index + step, pictures.pop(index))
            self._send_figure(Figure(figure.text, tuple(pictures)))

    def remove(self, index: int) -> None:
        """Take a picture out; undo brings it back."""
        figure = self._value()
        self._send_figure(Figure(figure.text, figure.pictures[:index] + figure.pictures[index + 1 :]))
        self.session.taken_out.emit(_("The picture was removed."))

    def choose(self) -> None:
        """Let the user choose picture files, and add them in the order of their names."""
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Add pictures"), "", _("Pictures (*.png *.jpg *.jpeg)")
        )
        self.add_files([Path(name) for name in sorted(names)])

    def add_files(self, files: list[Path]) -> None:
        """Add picture files; one that is refused says so and leaves the others to be added."""
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                show_error(
                    self,
                    PictureRefused(
                        _("The picture {name} cannot be read: {why}.").format(
                            name=file.name, why=error.strerror
                        ),
                        _("Check that the file is still there, then choose it again."),
                    ),
                )
                continue
            self.add_data(data, file.name)

    def paste(self) -> None:
        """Add the picture, or the picture files, that lie on the clipboard."""
        source = QGuiApplication.clipboard().mimeData()
        if not self.take(source):
            show_error(
                self,
                PictureRefused(
                    _("There is no picture in the clipboard."),
                    _("Copy a picture first, or choose a PNG or JPEG file."),
                ),
            )

    def take(self, source: QMimeData) -> bool:
        """Add what is copied or dropped of pictures; False where there are none."""
        files, image = picture_files_on(source), image_on(source)
        if files:
            self.add_files(files)
        elif image is not None:
            self.add_image(image)
        return bool(files) or image is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        source = event.mimeData()
        if picture_files_on(source) or source.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def add_image(self, image: QImage) -> None:
        """Add a picture from the clipboard, kept as PNG."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(image)
        self.add_data(bytes(buffer.data().data()), _("from the clipboard"))

    def add_data(self, data: bytes, name: str) -> None:
        """Check a picture's bytes, keep them, and put the picture last."""
        try:
            picture = check_picture(data, name)
            self.session.store.put_picture(data, picture)
        except PictureRefused as refused:
            show_error(self, refused)
            return
        figure = self._value()
        self._send_figure(Figure(figure.text, (*figure.pictures, picture)))
