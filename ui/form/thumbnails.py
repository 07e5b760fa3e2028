"""Small views of pictures, and pictures of the clipboard as files."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPixmap
from PySide6.QtWidgets import QLabel

from pia_desktop.i18n import _


def show_thumbnail(view: QLabel, data: bytes | None, words: str) -> None:
    """Show a small picture and its words for screen readers; where its bytes are missing, that."""
    image = QImage()
    if data is not None:
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        image = reader.read()
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
    """A picture as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())
