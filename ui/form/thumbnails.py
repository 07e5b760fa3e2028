"""Thumbnails of pictures, and encoding of clipboard images."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QLabel

from pia_desktop.i18n import _
from ui.widgets.pictures import upright_image


def show_thumbnail(view: QLabel, data: bytes | None, words: str) -> None:
    """Show a thumbnail with an accessible name; says so if the picture's bytes are missing."""
    image = upright_image(data) if data is not None else QImage()
    if image.isNull():
        view.setText(_("(picture missing)"))
        return
    ratio = view.devicePixelRatioF()
    pixmap = QPixmap.fromImage(
        image.scaled(
            view.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
    pixmap.setDevicePixelRatio(ratio)
    view.setPixmap(pixmap)
    view.setAccessibleName(words)


def png_of(image: QImage) -> bytes:
    """An image encoded as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())
