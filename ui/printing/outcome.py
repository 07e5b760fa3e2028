"""The expected result of a print: number of pages, and what cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from pia_desktop.i18n import _, ngettext
from ui.printing.line_jobs import MAX_LISTED
from ui.widgets.buttons import push_button
from ui.widgets.dialogs import MessageDialog
from ui.widgets.icons import set_icon
from ui.widgets.layouts import Growing, row_of
from ui.widgets.plain_text import note
from ui.widgets.theme import warning


class Outcome(QWidget):
    """A line of text, and a button that lists what cannot be printed."""

    def __init__(self, dialog: QWidget) -> None:
        super().__init__(dialog)
        self.listed: Sequence[str] = ()
        self.list: MessageDialog | None = None
        self.words = note(self)
        self.lost = push_button(self, act=self._show_lost, tip=_("Shows the list"))
        self.lost.setFlat(True)
        self.lost.hide()
        set_icon(self.lost, "warning")
        row_of(Growing(self.words), self.lost, margins=(0, 0, 0, 0), inside=self)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show a message; ``wrong``: nothing can be printed with these options."""
        self.words.setText(words)
        palette = self.palette()
        if wrong:
            palette.setColor(QLabel.foregroundRole(self.words), warning(palette))
        self.words.setPalette(palette)

    def show_pages(self, pages: int, total: int) -> None:
        """Show how many of all pages will be printed."""
        words = ngettext("{count:,} page", "{count:,} pages", pages).format(count=pages)
        if pages != total:
            words = _("{pages} of {total:,}").format(pages=words, total=total)
        self.say(words)

    def show_lost(self, lost: Sequence[str]) -> None:
        """Offer the list of what cannot be printed, if not empty."""
        self.listed = lost
        text = ngettext(
            "{count:,} thing cannot be printed as it stands…",
            "{count:,} things cannot be printed as they stand…",
            len(lost),
        )
        self.lost.setText(text.format(count=len(lost)))
        self.lost.setVisible(bool(lost))

    def _show_lost(self) -> None:
        self.list = MessageDialog(
            self,
            _("This cannot be printed as it stands."),
            _("Type it another way, or choose a font that has the characters in the settings."),
            "\n".join(self.listed[:MAX_LISTED]),
            symbol="warning",
        )
        self.list.open()
