"""What a screen reader tells of a window: the names of all that the keyboard reaches."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_FIELDS = (
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractButton,
    QAbstractItemView,
)


def told(page: QWidget) -> Iterator[str]:
    """The name of each field, button and list of a page or a window that the Tab key reaches."""
    labels = {label.buddy(): label.text() for label in page.findChildren(QLabel) if label.buddy() is not None}
    for field in page.findChildren(QWidget):
        reached = isinstance(field, _FIELDS) and field.focusPolicy() & Qt.FocusPolicy.TabFocus
        if (
            not reached
            or not field.isVisibleTo(page)
            or field.window() is not page.window()
            or _is_part(field)
        ):
            continue
        name = field.accessibleName() or labels.get(field, "")
        if not name and isinstance(field, QAbstractButton):
            name = field.text()
        group = field.parentWidget()
        if isinstance(group, QGroupBox) and isinstance(field, QAbstractButton):
            name = f"{group.title()} {name}"
        yield name


def _is_part(field: QWidget) -> bool:
    """Whether it is a part of another field, such as the words of a box with a list."""
    above = field.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox | QAbstractItemView):
            return True
        above = above.parentWidget() if not above.isWindow() else None
    return False
