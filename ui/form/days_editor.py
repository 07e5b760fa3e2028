"""The editor of a text of days: of several, or of a period."""

from __future__ import annotations

from pia_desktop.i18n import _
from ui.form.editor import DateEditor


class DaysEditor(DateEditor):
    """Days in free text: each is completed as a date is, and the calendar writes at the cursor."""

    def example(self) -> str:
        return _("e.g. R6.6.10～R6.7.10")

    def completed(self, words: str) -> str:
        from pia_desktop.wareki import normalise_days_words

        return normalise_days_words(words)

    def complete(self) -> None:
        """Complete the days; the cursor stays before the same text, where the calendar writes."""
        document, cursor = self.field.document(), self.field.textCursor()
        behind = document.characterCount() - cursor.position()
        super().complete()
        cursor.setPosition(max(0, document.characterCount() - behind))
        self.field.setTextCursor(cursor)

    def put_day(self, words: str) -> None:
        self.field.insertPlainText(words)
