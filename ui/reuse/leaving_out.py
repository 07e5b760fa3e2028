"""A button whose menu excludes assessments by a property, such as state or form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from pia_desktop.i18n import _, ngettext
from ui.widgets.actions import MenuEntry, offer_entries
from ui.widgets.plain_text import caption


class LeavingOutButton(QPushButton):
    """One tick per value of a property; assessments with unticked values are excluded.

    ``words`` is the button's text with a placeholder: ``&State: {told}``.
    """

    changed = Signal()
    """Other assessments take part now."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._left_out: set[str] = set()
        self._choices: Mapping[str, str] = {}
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setAutoDefault(False)
        self._tell()

    def offer(self, choices: Mapping[str, str]) -> None:
        """Set the values with their labels; excluded ones stay excluded."""
        self._choices = choices
        offer_entries(
            self._menu,
            [
                MenuEntry(words, partial(self._toggle, key), checked=key not in self._left_out)
                for key, words in choices.items()
            ],
        )
        self._tell()

    def keeps(self, key: str) -> bool:
        """Whether assessments with this value are included."""
        return key not in self._left_out

    def _toggle(self, key: str) -> None:
        self._left_out ^= {key}
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        left = [words for key, words in self._choices.items() if key in self._left_out]
        if not left:
            excluded = _("all")
        elif len(left) == 1:
            excluded = _("without {name}").format(name=left[0])
        else:
            excluded = ngettext("without {count:,}", "without {count:,}", len(left)).format(count=len(left))
        self.setText(self._words.format(told=caption(excluded)))
