"""The bar above the cabinet's table: filters and grouping."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_names import form_name
from pia_desktop.cabinet_lists.row_choice import Choice, Drawer, Grouping, Only
from pia_desktop.i18n import N_, _
from pia_desktop.rules.stages import Stage
from ui.widgets.actions import Action, Actions, Menu, MenuEntries, MenuEntry, Unconditional
from ui.widgets.flowing_rows import FlowingRows
from ui.widgets.layouts import flush_row
from ui.widgets.plain_text import label_for
from ui.widgets.search_field import FilterField
from ui.widgets.settings import settings
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

_GROUPING = "start/grouping"
_BEFORE_GAPS: Final = 100
"""Stretch of the field: what room there is goes to the words before it goes to a gap."""

DRAWERS: Final = (
    (Drawer.IN_WORK, N_("In work")),
    (Drawer.ARCHIVED_TOO, N_("Archived as well")),
    (Drawer.TRASH, N_("Trash")),
)
"""The drawers by what they are called."""

ONLY: Final = (
    (Only.ALL, N_("Everything"), ""),
    (Only.MISTAKES, N_("With mistakes"), N_("At least one mistake was found that is not set aside.")),
    (
        Only.CONFIRM,
        N_("With mistakes or something to confirm"),
        N_("As before, or something to be confirmed that is not set aside."),
    ),
    (Only.UNCHECKED, N_("Not checked yet"), N_("It has changed since it was last checked, or never was.")),
    (Only.UNREADABLE, N_("Cannot be read"), N_("Its contents are damaged; a backup may still hold them.")),
    (Only.REMARKS, N_("With open remarks"), N_("A reviewer's remark in it has no answer yet.")),
    (Only.OVERDUE, N_("Overdue"), N_("A day by which something was to be done has passed.")),
)
"""What the list can be narrowed to, by what it is called, and what that means."""


class FilterBar(Unconditional, FlowingRows):
    """Search words, state, form, grouping, and the drawer."""

    changed = Signal()
    """The filters have changed."""
    table_requested = Signal()
    """Request to focus the rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, space(2), gap=space(4))
        self.words = FilterField(self, _("Filter the list"))
        self.words.setMinimumWidth(em() * 7)
        self.words.setMaximumWidth(em() * 20)
        policy = self.words.sizePolicy()
        policy.setHorizontalStretch(_BEFORE_GAPS)
        self.words.setSizePolicy(policy)
        self.words.textChanged.connect(self.changed)
        self.words.left.connect(self.table_requested)
        states = [(stage.label, stage.value) for stage in Stage]
        self.stage = self._box(_("&State:"), [(_("All states"), None), *states])
        self.form = self._box(_("&Form:"), [(_("All forms"), "")])
        groupings = (
            (_("Nothing"), Grouping.NONE.value),
            (_("State"), Grouping.STATE.value),
            (_("Form"), Grouping.FORM.value),
            (_("Due Date"), Grouping.DUE.value),
            (_("Department"), Grouping.DEPARTMENT.value),
        )
        self.grouping = self._box(_("&Group By:"), groupings)
        self.drawer = self._box(_("S&how:"), [(_(words), drawer.value) for drawer, words in DRAWERS])
        stage_and_form = (self.stage.parentWidget(), self.form.parentWidget())
        self.add_row(
            self.words, *stage_and_form, None, self.grouping.parentWidget(), self.drawer.parentWidget()
        )
        self._add_second_row()
        self.grouping.choose(settings().value(_GROUPING))
        for box in self._boxes.values():
            box.currentIndexChanged.connect(self.changed)
        self.grouping.currentIndexChanged.connect(
            lambda _index: settings().setValue(_GROUPING, self.grouping.currentData())
        )

    def _add_second_row(self) -> None:
        self.department = self._box(_("&Department:"), [(_("All departments"), "")])
        self.only = self._box(_("&Only:"), [(_(words), only.value) for only, words, _meaning in ONLY])
        for place, (_only, _words, meaning) in enumerate(ONLY):
            self.only.setItemData(place, _(meaning) if meaning else None, Qt.ItemDataRole.ToolTipRole)
        self.views = QPushButton(_("&Views"), self)
        self.actions_ = Actions(self, self, (VIEWS,))
        self.views.setMenu(self.actions_.menu(VIEWS))
        self.add_row(self.department.parentWidget(), self.only.parentWidget(), None, self.views)

    @property
    def _boxes(self) -> dict[str, DropDown]:
        """By the names under which a view keeps what is chosen."""
        return {
            "stage": self.stage,
            "form": self.form,
            "department": self.department,
            "only": self.only,
            "grouping": self.grouping,
            "drawer": self.drawer,
        }

    # ---- views that are kept

    def kept(self) -> list[MenuEntry]:
        """The saved views, as menu entries."""
        return [MenuEntry(name, partial(self.show_view, view)) for name, view in kept_views().items()]

    def ask_view(self) -> None:
        """Save the present filters as a named view."""
        from ui.office.name_dialog import NameDialog

        NameDialog(self.window(), _("Keep This View"), "", lambda name: keep_view(name, self.view())).open()

    def view(self) -> dict[str, str]:
        """The present filters as strings that can be stored."""
        chosen = {name: str(box.currentData() or "") for name, box in self._boxes.items()}
        return {"words": self.words.text(), **chosen}

    def show_view(self, view: Mapping[str, str]) -> None:
        """Apply a saved view; choices that no longer exist become "all"."""
        self.words.setText(view.get("words", ""))
        for name, box in self._boxes.items():
            box.choose(view.get(name, "") or (None if name == "stage" else ""))

    def show_departments(self, departments: Iterable[str]) -> None:
        """Set the departments to choose from, keeping the selected one."""
        _offer(self.department, sorted(departments), str)

    def _box(self, words: str, choices: Iterable[tuple[str, object]]) -> DropDown:
        """A choice, in a part of a row together with its label."""
        part = QWidget(self)
        row = flush_row(part, space(2))
        box = DropDown(part)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.add_choices(choices)
        box.setMinimumWidth(em() * 5)  # may shrink on narrow screens or with large text
        row.addWidget(label_for(box, words))
        row.addWidget(box)
        return box

    def choice(self, base: Choice) -> Choice:
        """The present filters; the order of rows is that of ``base``."""
        value = self.stage.currentData()
        return replace(
            base,
            words=self.words.text(),
            stage=Stage(value) if value else None,
            form=self.form.currentData() or "",
            department=self.department.currentData() or "",
            only=Only(self.only.currentData()),
            grouping=Grouping(self.grouping.currentData()),
            drawer=self.shown_drawer,
        )

    @property
    def shown_drawer(self) -> Drawer:
        return Drawer(self.drawer.currentData())

    def show_drawer(self, drawer: Drawer) -> None:
        self.drawer.choose(drawer.value)

    def show_forms(self, infos: Sequence[AssessmentInfo]) -> None:
        """Set the forms to choose from, keeping the selected one."""
        _offer(self.form, sorted({info.form for info in infos}), form_name)

    def clear(self) -> None:
        """Clear all filters except the drawer."""
        self.words.clear()
        self.stage.setCurrentIndex(0)
        self.form.setCurrentIndex(0)
        self.department.setCurrentIndex(0)
        self.only.setCurrentIndex(0)


def _offer(box: DropDown, known: list[str], words: Callable[[str], str]) -> None:
    """Replace all choices but the first, which is none of them, keeping the selected one."""
    if known == [box.itemData(at) for at in range(1, box.count())]:
        return
    chosen = box.currentData()
    with QSignalBlocker(box):
        while box.count() > 1:
            box.removeItem(1)
        box.add_choices((words(one), one) for one in known)
        box.choose(chosen)


_VIEWS = "start/views"


def kept_views() -> dict[str, dict[str, str]]:
    """The user's saved views, by name."""
    try:
        raw = json.loads(str(settings().value(_VIEWS, "{}")))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(raw, dict):
        return {}
    return {
        name: {key: value for key, value in view.items() if isinstance(value, str)}
        for name, view in raw.items()
        if isinstance(name, str) and isinstance(view, dict)
    }


def keep_view(name: str, view: Mapping[str, str] | None) -> None:
    """Save a view under this name; None deletes it."""
    views = kept_views()
    views.pop(name, None)
    if view is not None:
        views[name] = dict(view)
    settings().setValue(_VIEWS, json.dumps(views, ensure_ascii=False))


# fmt: off
Do = FilterBar
KEEP_VIEW: Final = Action[Do](N_("&Keep This View…"), lambda do: do.ask_view())
REMOVE_VIEW: Final = Menu[Do](N_("&Remove a View"), (MenuEntries[Do](
    lambda _do: [MenuEntry(name, partial(keep_view, name, None)) for name in kept_views()], N_("None yet")),))
VIEWS: Final = Menu[Do](N_("&Views"), (MenuEntries[Do](lambda do: do.kept()), KEEP_VIEW, REMOVE_VIEW))
"""The setting with the saved views."""
