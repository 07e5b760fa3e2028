"""Releasing contents to others: the copy, the places to warn about, and the guard.

The code for withholding is imported only if anything is withheld, as in few prints.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.files import FileCheck
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.purpose import Copy

if TYPE_CHECKING:
    from pia_desktop.assessment.passages import Passage, Remnant
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.outputs.words_beside import WordsBeside

MOST_LISTED: Final = 500
_BEFORE: Final = 10
"""Characters before what remains, so that it is seen in a narrow column, too."""


class WordsRemain(UserError):
    """Withheld text remains elsewhere, and has not been accepted."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Release:
    """States of an assessment copied for a purpose; unchanged for submission.

    ``hidden`` are the withheld passages, ``remnants`` the places where their text remains, ``beside`` (None
    for submission) knows them in text that accompanies the assessment.
    """

    shown: tuple[Snapshot, ...]
    hidden: tuple[Passage, ...] = ()
    remnants: tuple[Remnant, ...] = ()
    guard: Guard | None = None
    beside: WordsBeside | None = None

    @property
    def public(self) -> bool:
        """Whether it is for the public, even if nothing is withheld."""
        return self.beside is not None

    def words(self, text: str) -> str:
        """Text that accompanies the assessment, without withheld text."""
        return text if self.beside is None else self.beside.public(text)

    def file_check(self, suffix: str) -> FileCheck | None:
        """A function that checks a written file of this kind; None if nothing is withheld."""
        return None if self.guard is None else self.guard.file_check(suffix)

    def check(self, data: bytes, suffix: str) -> None:
        """Check output that is not written to a file.  Raises WordsLeaked."""
        if self.guard is not None:
            self.guard.check(data, suffix)


@dataclass(frozen=True, slots=True)
class OtherStates:
    """States of the same assessment that are not given out, for what they withhold.

    ``once``: earlier ones; text that accompanies what is given, and its older state, may still say so, unless
    the newest one shows it.  ``today``: the draft, where the newest is a closed version: words may still
    stand in it that are withheld by now.
    """

    once: Sequence[Snapshot] = ()
    today: Snapshot | None = None

    @property
    def all(self) -> tuple[Snapshot, ...]:
        return (*self.once, *([] if self.today is None else [self.today]))


def released(copy: Copy, *states: Snapshot, others: OtherStates | None = None) -> Release:
    """The copies of one state, or of an older and a newer one shown side by side."""
    if not copy.public:
        return Release(states)
    from pia_desktop.assessment.passages import leaves_out, passages, remnants
    from pia_desktop.outputs.words_beside import WordsBeside

    others = others or OtherStates()
    if not any(leaves_out(state.root) for state in (*states, *others.all)):
        return Release(states, beside=WordsBeside())
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.paper.copies import marked_as, public_copy

    hidden = tuple(dict.fromkeys(one for state in states for one in passages(state)))
    by_now = passages(others.today) if others.today is not None else ()
    left = tuple(remnants(states[-1], (*hidden, *by_now)))
    marked = (*(marked_as(state, states[-1], others.all) for state in states[:-1]), states[-1])
    shown = tuple(map(public_copy, marked))
    known = tuple(dict.fromkeys((*hidden, *_shown_nowhere(others.all, shown))))
    return Release(shown, known, left, Guard(known, marked), WordsBeside(known, shown))


def _shown_nowhere(states: Sequence[Snapshot], shown: Sequence[Snapshot]) -> Iterator[Passage]:
    """What these states withhold, but for what the public reads anyway."""
    from pia_desktop.assessment.passages import as_read, passages, shown_words

    found = {one.read: one for state in states for one in passages(state)}
    texts = "\0".join(as_read(words) for one in shown for words in shown_words(one)) if found else ""
    return (one for read, one in found.items() if read not in texts)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Public copies of several assessments, for documents compiled from them, and the guard.

    ``shown`` has the order of the input; ``remnants`` are the places in the document where withheld text
    remains; ``beside`` knows what any of them withholds.
    """

    shown: tuple[Snapshot, ...]
    remnants: tuple[tuple[Snapshot, Remnant], ...]
    guard: Guard
    beside: WordsBeside

    def words(self, text: str) -> str:
        """Text that accompanies any of the assessments, without withheld text."""
        return self.beside.public(text)


def gathered_for_public(
    states: Sequence[Snapshot], item_ids: Collection[str], once: Sequence[Snapshot] = ()
) -> Gathered:
    """Public copies for a document compiled from these items of several assessments.

    ``once``: what their earlier states withheld, where it holds words beside them.
    """
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.outputs.words_beside import WordsBeside

    hidden: list[Passage] = []
    shown: list[Snapshot] = []
    left: list[tuple[Snapshot, Remnant]] = []
    for state in states:
        given = released(Copy.PUBLIC, state)
        hidden += given.hidden
        shown.append(given.shown[0])
        left += [(state, one) for one in given.remnants if one.path[-1] in item_ids]
    hidden += _shown_nowhere(once, shown)
    return Gathered(tuple(shown), tuple(left), Guard(hidden, states), WordsBeside(hidden, shown))


@dataclass(frozen=True, slots=True)
class Names:
    """Numbers and names of several assessments for the public by id, and the guard."""

    named: Mapping[int, tuple[str, str]]
    remnants: tuple[tuple[Snapshot, Remnant], ...]
    guard: Guard


def public_names(states: Mapping[int, Snapshot]) -> Names:
    """The public names in a list of assessments; ``remnants`` has only places that the list shows."""
    roles = {one for state in states.values() for one in (state.form.roles.number, state.form.roles.title)}
    found = gathered_for_public(list(states.values()), roles)
    named = dict(zip(states, map(name_of, found.shown), strict=True))
    return Names(named, found.remnants, found.guard)


def name_of(state: Snapshot) -> tuple[str, str]:
    """評価書番号 and 評価書名; empty if unanswered."""
    return _answer(state, state.form.roles.number), _answer(state, state.form.roles.title)


def _answer(state: Snapshot, item_id: str) -> str:
    value = state.root.answer((item_id,))
    return value if isinstance(value, str) else ""


def remaining_words(count: int) -> str:
    """The number of places, in a sentence."""
    words = ngettext(
        "Withheld words still stand at {count:,} place.",
        "Withheld words still stand at {count:,} places.",
        count,
    )
    return words.format(count=count)


def releasable(copy: Copy, snapshot: Snapshot) -> Release:
    """The copy of an assessment among several, where nobody can be asked.

    Raises UserError if withheld text remains elsewhere.
    """
    given = released(copy, snapshot)
    if given.remnants:
        raise UserError(
            remaining_words(len(given.remnants)),
            _("Open the assessment and print it by itself, to see where."),
        )
    return given


def remnant_rows(state: Snapshot, left: Sequence[Remnant]) -> list[tuple[str, str]]:
    """(printed path, text around it) of each place, starting shortly before the match."""
    return [
        (printed_path(state.form, one.path, state.root), f"{_near(one.before)}［{one.words}］{one.after}")
        for one in left[:MOST_LISTED]
    ]


def _near(before: str) -> str:
    return before if len(before) <= _BEFORE else f"…{before[1 - _BEFORE :]}"


def remain(left: Sequence[Remnant]) -> WordsRemain:
    """The error if these places have not been accepted."""
    return WordsRemain(
        remaining_words(len(left)),
        _("Withhold them there as well, or go on knowingly with “--leave-known”."),
    )
