"""The days on which the council meets, one per line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from pia_desktop.office.year import read_days
from pia_desktop.rules.stages import day_words
from ui.widgets.dialog import Dialog
from ui.widgets.dragging import PlainField
from ui.widgets.overrides import guarded
from ui.widgets.theme import em


@guarded
class CouncilDaysDialog(Dialog):
    """Days in any notation; ``keep`` is called with them."""

    def __init__(
        self, parent: QWidget, days: Sequence[date], keep: Callable[[Sequence[date]], object]
    ) -> None:
        super().__init__(parent, _("Days of the Council"))
        self._keep = keep
        self.add_words(
            _("One day a line, such as R8.11.26. What a planned change needs is worked back from them.")
        )
        self.words = PlainField(self, "\n".join(map(day_words, days)), name=_("Days of the Council"))
        self.words.textChanged.connect(self._look)
        self.column.addWidget(self.words, 1)
        self.message = self.add_words()
        self.save = self.end_with(_("&Save"))
        self.take_size(em(self) * 34, em(self) * 26)
        self._look()

    def _look(self) -> None:
        _days, odd = read_days(self.words.toPlainText())
        self.message.setText(_("These are no days: {words}").format(words="、".join(odd[:5])) if odd else "")
        self.save.setEnabled(not odd)

    def accept(self) -> None:
        days, odd = read_days(self.words.toPlainText())
        if not odd:
            super().accept()
            self._keep(days)
