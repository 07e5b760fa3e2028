"""持ち出し: who takes an assessment out, and what they may change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFormLayout, QRadioButton, QWidget

from db.claim import user_name
from db.records import SCOPES, AssessmentInfo
from pia_desktop.cabinet_lists.assessment_names import info_name
from pia_desktop.i18n import _, ngettext
from ui.carrying.words import SUFFIX, piax_kinds
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask_folder, ask_save_path
from ui.widgets.line_field import LineField
from ui.widgets.plain_text import note
from ui.widgets.theme import em, space


class CarryDialog(Dialog):
    """Asks, and says what goes out.

    ``pack`` is called with a file, or a folder for several assessments, the person and the scope.  ``marks``
    are the withheld places, which are included in the files; None if they were not counted.
    """

    def __init__(
        self,
        parent: QWidget,
        infos: Sequence[AssessmentInfo],
        marks: int | None,
        pack: Callable[[Path, str, str], None],
    ) -> None:
        giving_back = all(info.borrowed is not None for info in infos)
        super().__init__(parent, _("Give Back") if giving_back else _("Carry Out"))
        self._infos = tuple(infos)
        self._pack = pack
        column = self.column
        about = note(self, _about_words(self._infos))
        about.setMinimumWidth(em(self) * 36)
        column.addWidget(about)
        form = QFormLayout()
        form.setVerticalSpacing(space(2))
        self.person = LineField(user_name(), self)
        self.person.setMaxLength(80)
        form.addRow(_("&Who takes it:"), self.person)
        column.addLayout(form)
        self.scopes = QButtonGroup(self)
        self.whole = QRadioButton(_("To &work on it: all changes come back"), self)
        self.review = QRadioButton(_("For &review: only notes and remarks come back"), self)
        self.whole.setChecked(True)
        for button in (self.whole, self.review):
            self.scopes.addButton(button)
            button.setVisible(not giving_back)
            column.addWidget(button)
        self.warning = note(self, _marks_words(marks))
        self.warning.setVisible(marks != 0)
        column.addWidget(self.warning)
        several = len(infos) > 1
        words = _("Choose the &Folder…") if several else _("Write the &File…")
        self.write = self.buttons.add_action(words, self._ask_folder if several else self._ask_path)
        self.write.setDefault(True)
        self.buttons.add_reject()
        self.add_buttons()

    def _ask_path(self) -> None:
        (info,) = self._infos
        suggested = " ".join(word for word in (info.number, info_name(info)) if word)
        self._go(ask_save_path(self, self.windowTitle(), suggested, piax_kinds(), SUFFIX))

    def _ask_folder(self) -> None:
        self._go(ask_folder(self, _("Into Which Folder?")))

    def _go(self, path: Path | None) -> None:
        if path is not None:
            scope = SCOPES[1] if self.review.isChecked() else SCOPES[0]
            self.accept()
            self._pack(path, self.person.text().strip(), scope)


def _about_words(infos: Sequence[AssessmentInfo]) -> str:
    if len(infos) == 1:
        words = _(
            "“{name}” goes into one file: contents, pictures, versions, notes and states. What once stood"
            " at its items stays here."
        )
        return words.format(name=info_name(infos[0]))
    words = ngettext(
        "{count:,} assessment goes into a file of its own: contents, pictures, versions, notes and states."
        " What once stood at its items stays here.",
        "{count:,} assessments go into a file each: contents, pictures, versions, notes and states."
        " What once stood at their items stays here.",
        len(infos),
    )
    return words.format(count=len(infos))


def _marks_words(marks: int | None) -> str:
    if marks is None:
        return _(
            "What is withheld from the public goes along with its marks: the files are for use inside the"
            " office only."
        )
    words = ngettext(
        "{count:,} place is withheld from the public and goes along with its mark: the file is for use inside"
        " the office only.",
        "{count:,} places are withheld from the public and go along with their marks: the file is for use"
        " inside the office only.",
        marks,
    )
    return words.format(count=marks)
