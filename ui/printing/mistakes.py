"""Warns of findings when a copy that is no draft is printed.  It asks once and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.purpose import Copy
from pia_desktop.rules.checks.codes import UNANSWERED
from ui.widgets.dialogs import MessageDialog, ask

if TYPE_CHECKING:
    from pia_desktop.rules.checks.finding import Finding


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The mistakes (誤り) in what is printed, and a function that shows them."""

    found: Sequence[Finding]
    show: Callable[[], None]

    @property
    def words(self) -> str:
        """How many they are, and how many of them are items without an answer."""
        count = len(self.found)
        unanswered = sum(finding.code == UNANSWERED for finding in self.found)
        words = ngettext("The checks found {count:,} mistake.", "The checks found {count:,} mistakes.", count)
        if unanswered:
            words = ngettext(
                "The checks found {count:,} mistake ({unanswered:,} not answered).",
                "The checks found {count:,} mistakes ({unanswered:,} not answered).",
                count,
            )
        return words.format(count=count, unanswered=unanswered)


class MistakesQuestion:
    """Asks about mistakes before a print dialog is accepted."""

    def __init__(self, dialog: QDialog, mistakes: Mistakes | None) -> None:
        self._dialog = dialog
        self._mistakes = mistakes if mistakes and mistakes.found else None
        self._asked = False
        self.question: MessageDialog | None = None

    def asks_first(self, copy: Copy, go: Callable[[], None]) -> bool:
        """Ask before ``go``, once, unless it is a draft; returns whether it asks."""
        if self._mistakes is None or self._asked or copy.draft:
            return False
        choices = [(_("Go On All the Same"), lambda: self._agreed(go)), (_("See the Findings"), self._show)]
        self.question = ask(
            self._dialog,
            self._mistakes.words,
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
