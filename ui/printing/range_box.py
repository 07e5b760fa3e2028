"""What to print of an assessment: one file (特定個人情報ファイル) or all, and which pages."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QGroupBox, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import plain
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from ui.widgets.clear_button import offer_to_clear
from ui.widgets.line_field import LineField
from ui.widgets.theme import space
from ui.widgets.unscrolled import DropDown


class RangeBox(QGroupBox):
    """A choice of the file, and a field for page numbers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Range"), parent)
        self.file = DropDown(self)
        policy = self.file.sizePolicy()
        self.file.setSizePolicy(policy.Policy.Ignored, policy.verticalPolicy())
        self.pages = LineField(self)
        self.pages.setPlaceholderText(_("All; or some, such as 1-3, 5"))
        offer_to_clear(self.pages)
        self.rows = QFormLayout(self)
        self.rows.setVerticalSpacing(space(2))
        self.rows.addRow(_("Fil&e:"), self.file)
        self.rows.addRow(_("Pa&ges:"), self.pages)

    def show_files(self, snapshot: Snapshot) -> None:
        """Offer the files of an assessment, if there are several."""
        form = snapshot.form
        files = list(snapshot.root.entries((FILES,)).values()) if form.has_files else []
        self.file.clear()
        self.file.addItem(_("All files"))
        for number, node in enumerate(files, 1):
            name = node.answers.get(form.roles.file_name or "")
            words = plain(name) if isinstance(name, str) else ""
            self.file.addItem(_("Only {number}: {name}").format(number=number, name=words or _("(no name)")))
        self.rows.setRowVisible(self.file, len(files) > 1)

    def chosen_file(self, *, offered: bool) -> int | None:
        """Number of the selected file, from 1; None for all.

        ``offered``: the print includes parts that exist once per file.
        """
        self.file.setEnabled(offered)
        return self.file.currentIndex() if offered and self.file.currentIndex() > 0 else None
