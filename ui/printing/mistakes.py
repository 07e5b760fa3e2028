"""Warns of findings when a copy that is no draft is printed.  It asks once and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QPushButton

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.purpose import Copy
from ui.widgets.dialogs import MessageDialog, ask
from ui.widgets.icons import set_icon


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The number of mistakes (誤り) in what is printed, and a function that shows them."""

    count: int
    show: Callable[[], None]


class MistakesButton(QPushButton):
    """Shows the number of mistakes in a print dialog, and leads to them."""

    def __init__(self, dialog: QDialog, mistakes: Mistakes | None) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._mistakes = mistakes if mistakes and mistakes.count else None
        self._asked = False
        self.question: MessageDialog | None = None
        self.setFlat(True)
        set_icon(self, "mistake")
        if self._mistakes is not None:
            self.setText(self._words(_("See them…")))
        self.setToolTip(_("Closes this and shows the findings"))
        self.clicked.connect(self._show)
        self.hide()

    def _words(self, then: str) -> str:
        assert self._mistakes is not None
        count = self._mistakes.count
        words = ngettext("The checks found {count:,} mistake.", "The checks found {count:,} mistakes.", count)
        return f"{words.format(count=count)} {then}".strip()

    def show_for(self, copy: Copy) -> None:
        """Show the button for all copies but drafts."""
        self.setVisible(self._mistakes is not None and not copy.draft)

    def asks_first(self, copy: Copy, go: Callable[[], None]) -> bool:
        """Ask about mistakes before ``go``, once, unless it is a draft; returns whether it asks."""
        if self._mistakes is None or self._asked or copy.draft:
            return False
        choices = [(_("Go On All the Same"), lambda: self._agreed(go)), (_("See the Findings"), self._show)]
        self.question = ask(
            self._dialog,
            self._words(""),
            _("A finished copy should have none. You can mend them, or set them aside with a reason."),
            [*choices, (_("Cancel"), None)],
        )
        return True

    def _agreed(self, go: Callable[[], None]) -> None:
        self._asked = True
        go()

    def _show(self) -> None:
        self._dialog.reject()
        if self._mistakes is not None:
            self._mistakes.show()
