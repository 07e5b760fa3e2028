"""The dialog for a new assessment: from a blank form, a copy, or a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from ui.context.beginning import Beginning
from ui.context.office_defaults import office_defaults
from ui.new_assessment.beginning_page import BeginningPage
from ui.widgets.buttons import push_button
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import show_error
from ui.widgets.layouts import SPRING, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import caption
from ui.widgets.theme import em, heading_font, quieten, small_font, space
from ui.widgets.unscrolled import Tabs

if TYPE_CHECKING:
    from pia_desktop.rules.threshold import Judged
    from ui.context.cabinet_store import CabinetStore
    from ui.new_assessment.office_dialog import OfficeDialog
    from ui.new_assessment.source_pages import CopyPage
    from ui.new_assessment.threshold_dialog import ThresholdDialog

FORM, COPY, FILE = range(3)


@guarded
class NewDialog(Dialog):
    """Three ways to start, a page each.  ``begin`` is called with the ``Beginning``."""

    def __init__(
        self,
        parent: QWidget,
        begin: Callable[[Beginning], object],
        store: CabinetStore | None = None,
        form: str = "",
    ) -> None:
        super().__init__(parent, _("New Assessment"))
        self._begin = begin
        self._store = store
        self.copy: CopyPage | None = None
        column = self.column
        column.setSpacing(space(4))
        self.tabs = Tabs(self)
        self.forms_page = FormsPage(form, self.tabs)
        self.forms_page.judge_requested.connect(self.judge)
        self.choices = self.forms_page.choices
        self.tabs.addTab(self.forms_page, _("Blank &Form"))
        if store is not None:
            self._add_further(store)
        column.addWidget(self.tabs, 1)
        self.ok = self.end_with(_("Begin"))
        self.tabs.currentChanged.connect(self._refresh)
        self.setMinimumWidth(em(self) * 40)
        self.forms_page.setFocus()
        self._refresh()

    def _add_further(self, store: CabinetStore) -> None:
        from ui.new_assessment.source_pages import CopyPage, FilePage

        self.copy = CopyPage(store, self.tabs)
        self.file = FilePage(self.tabs)
        self.tabs.addTab(self.copy, _("&Copy of an Assessment"))
        self.tabs.addTab(self.file, _("F&ile"))
        for page in (self.copy, self.file):
            page.changed.connect(self._refresh)
        self.copy.begin_requested.connect(self.accept)

    def _refresh(self) -> None:
        self.ok.setEnabled(self.page.ready)

    @property
    def page(self) -> BeginningPage:
        found = self.tabs.currentWidget()
        assert isinstance(found, BeginningPage)
        return found

    def judge(self) -> None:
        """Determine which form is required (しきい値判断), and select it."""
        judge_form(self, self.forms_page.choose)

    def accept(self) -> None:
        try:
            beginning = self.page.load()
        except UserError as error:
            show_error(self, error)
            return
        super().accept()
        self._begin(beginning)


class FormsPage(BeginningPage):
    """Every known edition: the newest of each form, then the older ones."""

    def __init__(self, form: str, parent: QWidget) -> None:
        super().__init__(parent)
        newest: dict[str, Form] = {one.id: one for one in all_forms()}
        older = [one for one in reversed(all_forms()) if newest[one.id] is not one]
        self.forms = [*(newest[form_id] for form_id in sorted(newest)), *older]
        self.judge_button = QPushButton(_("&Which form is needed? (Threshold Judgement)…"), self)
        self.judge_button.setAutoDefault(False)
        self.judge_requested = self.judge_button.clicked
        column = self.column
        column.setSpacing(space(1))
        self.choices = QButtonGroup(self)
        self._heading(column, _("Which form do you want to fill in?"))
        for number, one in enumerate(self.forms):
            if number == len(newest):
                column.addSpacing(space(2))
                self._heading(column, _("Older editions"))
            self._choice(column, number, one)
        column.addStretch(1)
        column.addWidget(self.judge_button, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(self.choices.button(len(self.forms) - 1), self.judge_button)
        column.addLayout(self._office_row())
        self.choices.button(0).setChecked(True)
        self.setFocusProxy(self.choices.button(0))
        self.choose(form)

    def _office_row(self) -> QHBoxLayout:
        self.office = QCheckBox(_("Fill in the &answers of the office"), self)
        change = push_button(self, _("&Change Them…"), self.ask_office)
        change.setAutoDefault(False)
        row = row_of(self.office, change, SPRING)
        self._office_kept()
        return row

    def ask_office(self) -> OfficeDialog:
        """Let the user enter the answers shared by all assessments."""
        from ui.new_assessment.office_dialog import OfficeDialog

        dialog = OfficeDialog(self)
        dialog.kept.connect(self._office_kept)
        dialog.open()
        return dialog

    def _office_kept(self) -> None:
        known = office_defaults().any
        self.office.setEnabled(known)
        self.office.setChecked(known)

    def load(self) -> Beginning:
        """The form, blank except for the office's answers if wanted."""
        form = self.form
        return Beginning(form, office_defaults().root(form) if self.office.isChecked() else None)

    def _heading(self, column: QVBoxLayout, words: str) -> None:
        heading = QLabel(words, self)
        heading.setFont(heading_font())
        column.addWidget(heading)
        column.addSpacing(space(1))

    def _choice(self, column: QVBoxLayout, number: int, form: Form) -> None:
        button = QRadioButton(form.short_title, self)
        button.setAccessibleName(f"{form.short_title} {form.mark}")  # editions share their title
        self.choices.addButton(button, number)
        column.addWidget(button)
        mark = QLabel(form.mark, self)
        mark.setFont(small_font())
        quieten(mark)
        mark.setIndent(em(self) * 2)
        column.addWidget(mark)
        column.addSpacing(space(2))

    @property
    def form(self) -> Form:
        return self.forms[self.choices.checkedId()]

    def choose(self, form: str) -> None:
        """Select the newest edition of a form by its id."""
        for number, one in enumerate(self.forms):
            if one.id == form:
                self.choices.button(number).setChecked(True)
                self.setFocusProxy(self.choices.button(number))
                return


def owed_forms(judged: Judged) -> tuple[str, ...]:
    """The forms that a judgement requires, the one to start with first."""
    from pia_desktop.rules.threshold import Owed

    return {
        Owed.NOTHING: (),
        Owed.BASIC: ("yoshiki2",),
        Owed.FOCUSED: ("yoshiki3", "yoshiki2"),
        Owed.FULL: ("yoshiki4", "yoshiki2"),
    }[judged.owed]


def judge_form(parent: QWidget, chosen: Callable[[str], object] | None) -> ThresholdDialog:
    """Open the しきい値判断 dialog; its buttons call ``chosen`` with the form to start with."""
    from ui.new_assessment.threshold_dialog import ThresholdDialog

    dialog = ThresholdDialog(parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    if chosen is not None:
        _offer_forms(dialog, chosen)
    dialog.open()
    return dialog


def _offer_forms(dialog: ThresholdDialog, chosen: Callable[[str], object]) -> None:
    titles = {form.id: form.short_title for form in all_forms()}
    buttons: dict[str, QPushButton] = {}

    def go(form: str) -> None:
        dialog.accept()
        chosen(form)

    for form, title in titles.items():
        words = _("Begin {form}").format(form=caption(title))
        buttons[form] = dialog.buttons.add_action(words, partial(go, form))

    def show(judged: Judged | None) -> None:
        for form, button in buttons.items():
            button.setVisible(judged is not None and form in owed_forms(judged))

    dialog.judged.connect(show)
    show(dialog.judgement)
