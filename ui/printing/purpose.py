"""The purpose of an output: a box for dialogs, and a dialog for outputs without one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.noted import says_so
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.errors import UserError
from pia_desktop.forms.values import Figure
from pia_desktop.i18n import _
from pia_desktop.outputs.release import OtherStates, Release
from pia_desktop.outputs.table import OUTPUTS
from pia_desktop.paper.purpose import Copy
from ui.printing.choices import Choice, ChoiceBox, hint_label
from ui.printing.remnants import RemnantActions, give
from ui.widgets.buttons import check_box
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import show_error
from ui.widgets.overrides import guarded
from ui.widgets.theme import em


class PurposeBox(ChoiceBox):
    """The possible purposes and, where applicable, the draft mark."""

    def __init__(self, output: str, parent: QWidget) -> None:
        self._purposes = OUTPUTS[output].purposes
        words = {
            Copy.SUBMISSION: Choice(_("To &Hand In"), _("Holds everything as it is.")),
            Copy.PUBLIC: Choice(
                _("For the &Public"),
                _("Leaves out what is marked as withheld, and says that something is left out."),
            ),
        }
        super().__init__(_("What For"), [words[one] for one in self._purposes], parent)
        self.draft = check_box(self, _("Dra&ft"), lambda _on: self.changed.emit())
        self.draft.setVisible(OUTPUTS[output].draft)
        if OUTPUTS[output].draft:
            hint = _("With “案” behind each page and the moment at its foot.")
            self.draft.setAccessibleDescription(hint)
            column = self.layout()
            assert column is not None
            column.addWidget(self.draft)
            column.addWidget(hint_label(self, hint))

    @property
    def copy(self) -> Copy:
        """The selected purpose; the draft mark counts only where it can be ticked."""
        return self._purposes[self.chosen].with_draft(self.draft.isEnabled() and self.draft.isChecked())

    def choose_copy(self, copy: Copy) -> None:
        self.choose_purpose(copy)
        self.draft.setChecked(copy.draft)

    def choose_purpose(self, copy: Copy) -> None:
        """Select a purpose and leave the draft mark as it is."""
        self.choose(self._purposes.index(copy.with_draft(False)))


@guarded
class PurposeDialog(Dialog):
    """Asks for the purpose of an output; ``go`` is called with the answer."""

    def __init__(self, parent: QWidget, title: str, output: str, go: Callable[[Copy], object]) -> None:
        super().__init__(parent, title)
        self._go = go
        column = self.column
        self.purpose = PurposeBox(output, self)
        column.addWidget(self.purpose)
        self.end_with(_("Go &On…"))
        self.setMinimumWidth(em(self) * 34)
        self.purpose.button(self.purpose.chosen).setFocus()

    def accept(self) -> None:
        super().accept()
        self._go(self.purpose.copy)


def give_output(
    parent: QWidget,
    title: str,
    output: str,
    states: Callable[[], tuple[Snapshot, ...]],
    go: Callable[[Copy, Release], object],
    actions: RemnantActions | None = None,
    beside: Iterable[str] = (),
    others: Callable[[], OtherStates] = OtherStates,
) -> None:
    """Ask for the purpose, then about remaining withheld text, then call ``go`` with copy and contents.

    It is not asked where both copies would be the same; ``beside`` are words that stand in it, too.
    """

    def chosen(copy: Copy) -> None:
        give(parent, copy, states, lambda given: go(copy, given), actions, others)

    try:
        differ = any(copies_differ(state, output) for state in (*states(), *others().all))
    except UserError as error:
        show_error(parent, error)
        return
    if differ or any(map(says_so, beside)):
        PurposeDialog(parent, title, output, chosen).open()
    else:
        chosen(Copy.SUBMISSION)


def copies_differ(state: Snapshot, output: str) -> bool:
    """Whether a copy for the public would differ; an interchange file includes original pictures."""
    if leaves_out(state.root):
        return True
    return ".json" in OUTPUTS[output].suffixes and any(
        isinstance(value, Figure) and value.pictures
        for _path, node in state.root.walk()
        for value in node.answers.values()
    )
