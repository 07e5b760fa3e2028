"""What a screen reader is told of a window: Qt's own tree of it, by kind and name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

_ROLE = QAccessible.Role
_ACTED_ON: Final = {
    _ROLE.Button,
    _ROLE.ButtonDropDown,
    _ROLE.ButtonDropGrid,
    _ROLE.ButtonMenu,
    _ROLE.CheckBox,
    _ROLE.ComboBox,
    _ROLE.EditableText,
    _ROLE.Link,
    _ROLE.List,
    _ROLE.MenuItem,
    _ROLE.PageTab,
    _ROLE.RadioButton,
    _ROLE.Slider,
    _ROLE.SpinBox,
    _ROLE.Table,
    _ROLE.Tree,
}
"""What a person does something with."""
_WHOLE: Final = {_ROLE.ComboBox, _ROLE.List, _ROLE.SpinBox, _ROLE.Table, _ROLE.Tree}
"""What is one thing to a listener: its parts are told by where they stand in it."""
_AROUND: Final = {_ROLE.Grouping, _ROLE.EditableText}
"""What a screen reader tells of before the things in it: a group, a field with buttons inside."""
_IN_GROUPS: Final = {_ROLE.Button, _ROLE.CheckBox, _ROLE.RadioButton}


class Told(NamedTuple):
    """A thing that is acted on, as it is told: 「検索 ボタン」 and 「検索 入力欄」 are two."""

    kind: QAccessible.Role
    name: str


def told(page: QWidget) -> Iterator[Told]:
    """Each field, button, tab and list of a page or a window, with the name of its group before its own."""
    yield from _told(QAccessible.queryAccessibleInterface(page), "")


def misnamed(page: QWidget) -> list[Told]:
    """What of a page or a window has no name, or shares it with another of its kind."""
    return [one for one, times in Counter(told(page)).items() if times > 1 or not one.name.strip()]


def misnamed_on_screen() -> dict[type[QWidget], list[Told]]:
    """The same of every window and dialog that is open."""
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    found = {type(one): misnamed(one) for one in shown if isinstance(one, QDialog | QMainWindow)}
    return {kind: things for kind, things in found.items() if things}


def _told(node: QAccessibleInterface, group: str) -> Iterator[Told]:
    role, name = node.role(), _name(node)
    if role in _ACTED_ON:
        yield Told(role, f"{group} {name}" if group and name and role in _IN_GROUPS else name)
    if role in _WHOLE:
        return
    if role in _AROUND and name:
        group = name
    for place in range(node.childCount()):
        child = node.child(place)
        if child.isValid() and not child.state().invisible:
            yield from _told(child, group)


def _name(node: QAccessibleInterface) -> str:
    """Its name; of a box with a list that of its label: on Linux it says by itself what is chosen in it."""
    widget = node.object()
    if node.role() is not _ROLE.ComboBox or not isinstance(widget, QWidget):
        return node.text(QAccessible.Text.Name)
    labels = [label for label, _kind in node.relations(QAccessible.RelationFlag.Label)]
    return widget.accessibleName() or " ".join(label.text(QAccessible.Text.Name) for label in labels)
