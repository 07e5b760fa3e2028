"""The earlier rounds of an assessment, and starting a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from db.records import AssessmentInfo, Round
from pia_desktop.i18n import _
from pia_desktop.rules.rounds import newly_published, round_name
from pia_desktop.rules.stages import Stage, StageDates, day_words, key_label, read_stage
from ui.stages.lines import Lines
from ui.widgets.buttons import check_box
from ui.widgets.layouts import Growing, flush_column, row_of
from ui.widgets.theme import space


class RoundBox(QWidget):
    """Hidden while there is neither an earlier round nor reason for a new one."""

    chosen = Signal(bool)
    """A new round is to begin, or is not any more."""

    def __init__(self, parent: QWidget, info: AssessmentInfo, today: date, *, writing: bool) -> None:
        super().__init__(parent)
        self._known = [StageDates.of(days) for days in (*info.earlier, info.stages)]
        self._published_anew = newly_published(info.published_on, self._known)
        self._asked = False
        self.name = round_name(self._published_anew or today)
        self._published = read_stage(info.state).position >= Stage.PUBLISHED.position
        self._offers = writing and (self._published or bool(info.stages.get("published")))
        self.lines = Lines(self)
        self._info = info
        words = _("Begin a &new round, {name}; the days of the last one are kept")
        self.new_round = check_box(self, words.format(name=self.name), self._toggled)
        self.new_round.setVisible(self._offers)
        self.take_back = QPushButton(_("Take This Round &Back…"), self)
        self.take_back.setAutoDefault(False)
        self.take_back.setVisible(writing and info.round > 1)
        flush_column(self, space(1), self.lines, row_of(Growing(self.new_round), self.take_back))
        self.setVisible(bool(info.rounds) or self._offers)
        self._show_earlier()

    def _toggled(self, new: bool) -> None:
        self._show_earlier()
        self.chosen.emit(new)

    def _show_earlier(self) -> None:
        words = earlier_words(self._info, self.name if self.new else None)
        self.lines.show_lines([("", line) for line in words])
        self.lines.setVisible(bool(words))

    @property
    def new(self) -> bool:
        """Whether a new round is to begin."""
        return self.new_round.isChecked()

    @property
    def earlier(self) -> list[StageDates]:
        """Dates of the rounds before the one shown, oldest first."""
        return self._known if self.new else self._known[:-1]

    def suggest(self) -> None:
        """Tick a new round if the form has a publication that no round knows.

        Before it is published, a later day in the form rather corrects the one that is kept.
        """
        anew = self._published and self._published_anew is not None
        self.new_round.setChecked(self._offers and anew)

    def suggest_once(self) -> bool:
        """Tick a new round, unless that was done before: the clerk may have unticked it."""
        if not self._offers or self._asked:
            return False
        self._asked = True
        self.new_round.setChecked(True)
        return True


def earlier_words(info: AssessmentInfo, beginning: str | None) -> list[str]:
    """A line for the round shown, and one per earlier round, newest first.

    ``beginning`` is the name of a new round; None if the current one is shown.  Empty if there is only one.
    """
    known = info.rounds or (Round(1, begun_at=info.created_at, stages=info.stages),)
    now = known[-1]
    rounds = known[:-1] if beginning is None else (*known[:-1], replace(now, state=info.state))
    if not rounds:
        return []
    if beginning is not None:
        now = Round(now.number + 1, beginning)
    present = _("Now: {round}").format(round=round_words(now.number, now.name))
    return [present, *(_line(one) for one in reversed(rounds))]


def _line(one: Round) -> str:
    dates = StageDates.of(one.stages)
    days = [(key, dates.day(key)) for key in ("submitted", "published", "looked_over", "ended")]
    days_words = "、".join(f"{key_label(key)} {day_words(day)}" for key, day in days if day)
    return f"{round_words(one.number, one.name)}　{read_stage(one.state).label}　{days_words}".rstrip()


def round_words(number: int, name: str) -> str:
    """The name of a round: its number, and its own name if any."""
    words = _("Round {number}").format(number=number)
    return f"{words}（{name}）" if name else words
