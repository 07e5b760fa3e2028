"""しきい値判断: which assessment an operation requires, and why.

Source: 特定個人情報保護評価指針 第５ and 様式２ Ⅱ and Ⅲ. The table itself is in the definition of 様式２, in
its derived item; here are the numbers behind its options, the reasons, and the comparison with what 様式３
Ⅴ.1② and 様式４ Ⅵ.1② say.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, SetAnswer
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.i18n import _, language

RULE: Final = "threshold"
"""The rule by which a definition names its derived item as the result."""

MANY_HANDLERS: Final = 500
_VOLUNTARY: Final = re.compile(r"（任意に(.+?)を実施）$")


class Band(Enum):
    """The ranges of 対象人数, as printed in 様式３ and ４, in the order of 様式２ Ⅱ.1."""

    UNDER_1_000 = "1,000人未満"
    FROM_1_000 = "1,000人以上1万人未満"
    FROM_10_000 = "1万人以上10万人未満"
    FROM_100_000 = "10万人以上30万人未満"
    FROM_300_000 = "30万人以上"

    @property
    def least(self) -> int:
        """The lower limit of the range."""
        return _LEAST[self]

    @staticmethod
    def of(people: int) -> Band:
        """The range of a number of people.  Raises UserError if it is negative."""
        _counted(people)
        return max((band for band in Band if band.least <= people), key=lambda band: band.least)


_LEAST: Final = {
    Band.UNDER_1_000: 0,
    Band.FROM_1_000: 1_000,
    Band.FROM_10_000: 10_000,
    Band.FROM_100_000: 100_000,
    Band.FROM_300_000: 300_000,
}


class Handlers(Enum):
    """取扱者数, as in 様式２ Ⅱ.2."""

    MANY = "500人以上"
    FEW = "500人未満"

    @staticmethod
    def of(handlers: int) -> Handlers:
        """The option for a number of people.  Raises UserError if it is negative."""
        _counted(handlers)
        return Handlers.MANY if handlers >= MANY_HANDLERS else Handlers.FEW


class Incident(Enum):
    """重大事故 in the past year, as in 様式２ Ⅱ.3."""

    YES = "発生あり"
    NO = "発生なし"

    @property
    def label(self) -> str:
        """In the language of the screen, with the form's words."""
        return _told(
            _("there was one ({words})") if self is Incident.YES else _("there was none ({words})"),
            self.value,
        )


class Owed(Enum):
    """The required assessment, as printed in 様式２ Ⅲ, from least to most demanding."""

    NOTHING = "特定個人情報保護評価の実施が義務付けられない"
    BASIC = "基礎項目評価の実施が義務付けられる"
    FOCUSED = "基礎項目評価及び重点項目評価の実施が義務付けられる"
    FULL = "基礎項目評価及び全項目評価の実施が義務付けられる"

    @property
    def step(self) -> int:
        """0 for nothing, up to 3."""
        return list(Owed).index(self)

    @property
    def label(self) -> str:
        """In the language of the screen, with the form's words."""
        labels = (
            _("No assessment is required ({words})"),
            _("The basic assessment is required ({words})"),
            _("The basic and the focused assessment are required ({words})"),
            _("The basic and the full assessment are required ({words})"),
        )
        return _told(labels[self.step], self.value)


def _told(explained: str, words: str) -> str:
    """The form's words, explained to whoever does not read them."""
    return words if language() == "ja" else explained.format(words=words)


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement: what is required, why, and its row and column in the guideline's table."""

    people: Band
    handlers: Handlers
    incident: Incident
    owed: Owed
    reason: str
    row: str
    column: str


def judge(people: int | Band, handlers: int | Handlers, incident: bool | Incident) -> Judged:
    """Which assessment is required, by the table of the newest 様式２.

    Raises UserError for a negative number.
    """
    band = people if isinstance(people, Band) else Band.of(people)
    size = handlers if isinstance(handlers, Handlers) else Handlers.of(handlers)
    happened = incident if isinstance(incident, Incident) else (Incident.YES if incident else Incident.NO)
    owed = _owed(find_form("yoshiki2"), band, size, happened)
    column = size.value if size is Handlers.MANY else f"{size.value}・{happened.value}"
    return Judged(band, size, happened, owed, _reason(band, size, happened, owed), band.value, column)


def _counted(number: int) -> None:
    if number < 0:
        raise UserError(
            _("A number of people is 0 or more, not {number}.").format(number=number),
            _("Count the people once more."),
        )


# ---- 様式２


def result_item(form: Form) -> Item | None:
    """The derived item with the result (様式２ Ⅲ); None if the form has none."""
    for place in form.places.values():
        kind = place.item.kind
        if isinstance(kind, DerivedKind) and kind.rule == RULE:
            return place.item
    return None


def _derived(form: Form) -> DerivedKind | None:
    item = result_item(form)
    return item.kind if item is not None and isinstance(item.kind, DerivedKind) else None


def _options(
    form: Form, kind: DerivedKind
) -> tuple[dict[Band, str], dict[Handlers, str], dict[Incident, str]]:
    """The options of the three questions by meaning."""
    words = [_choice(form, source) for source in kind.sources]
    people = dict(zip(Band, words[0], strict=True))
    return people, {one: one.value for one in Handlers}, {one: one.value for one in Incident}


def _choice(form: Form, item_id: str) -> list[str]:
    kind = form.item(item_id).kind
    assert isinstance(kind, ChoiceKind)
    return [option.words for option in kind.options]


def _owed(form: Form, people: Band, handlers: Handlers, incident: Incident) -> Owed:
    kind = _derived(form)
    assert kind is not None
    by_people, by_handlers, by_incident = _options(form, kind)
    return Owed(kind.words((by_people[people], by_handlers[handlers], by_incident[incident])))


def judged_answers(snapshot: Snapshot) -> Judged | None:
    """The judgement of a 様式２ as filled in; None if undetermined, or for another form.

    Questions that do not affect the result may be unanswered and count as the lower option.
    """
    kind = _derived(snapshot.form)
    if kind is None:
        return None
    answers = [snapshot.root.answer((source,)) for source in kind.sources]
    if not kind.words(answers):
        return None
    people, handlers, incident = _options(snapshot.form, kind)
    return judge(
        next(band for band, words in people.items() if words == answers[0]),
        next((one for one, words in handlers.items() if words == answers[1]), Handlers.FEW),
        next((one for one, words in incident.items() if words == answers[2]), Incident.NO),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What a 様式２ says on the three questions; None where it says nothing."""

    people: Band | None
    handlers: Handlers | None
    incident: Incident | None


def answered(snapshot: Snapshot) -> Answered | None:
    """The three answers of a 様式２; None for another form."""
    kind = _derived(snapshot.form)
    if kind is None:
        return None
    said_now = [snapshot.root.answer((source,)) for source in kind.sources]
    people, handlers, incident = _options(snapshot.form, kind)
    return Answered(
        next((band for band, words in people.items() if words == said_now[0]), None),
        next((one for one, words in handlers.items() if words == said_now[1]), None),
        next((one for one, words in incident.items() if words == said_now[2]), None),
    )


def fill_in(target: Snapshot, judged: Judged) -> Batch | None:
    """The edit that sets 様式２ Ⅱ.1, Ⅱ.2 and Ⅱ.3 as judged; None if nothing changes.

    The dates of the counts are left to the clerk.
    """
    kind = _derived(target.form)
    if kind is None:
        return None
    people, handlers, incident = _options(target.form, kind)
    wanted = (people[judged.people], handlers[judged.handlers], incident[judged.incident])
    edits = [
        SetAnswer((source,), words)
        for source, words in zip(kind.sources, wanted, strict=True)
        if target.root.answer((source,)) != words
    ]
    return Batch(tuple(edits)) if edits else None


# ---- 様式３ and ４


class Agreement(Enum):
    """How an assessment's stated result compares with the judgement."""

    AGREES = "agrees"
    UNANSWERED = "unanswered"
    """Nothing is said; ``wanted`` is what would be right."""
    DIFFERS = "differs"
    """Another result is said; ``wanted`` is what would be right."""
    TOO_LITTLE = "too little"
    """More is owed than this form: no answer of it would be right."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A judgement and the answer of a 様式３ or ４; ``wanted``: the correct option, if any."""

    agreement: Agreement
    item_id: str
    answer: str | None
    wanted: str | None
    sentence: str


def said_item(form: Form) -> Item | None:
    """The item that states the result (様式３ Ⅴ.1②, 様式４ Ⅵ.1②): the choice all of whose options do."""
    for place in form.places.values():
        kind = place.item.kind
        if isinstance(kind, ChoiceKind) and not place.scope and all(said(o.words) for o in kind.options):
            return place.item
    return None


def said(words: str) -> Owed | None:
    """The result that an option states; （任意に…を実施） is more than required and changes nothing."""
    bare = _VOLUNTARY.sub("", words)
    return next((owed for owed in Owed if owed.value == bare), None)


def compare(judged: Judged, other: Snapshot) -> Compared | None:
    """Compare the judgement with a 様式３ or ４ of the same operation; None for a form without
    such an item.
    """
    item = said_item(other.form)
    if item is None:
        return None
    found = other.root.answer((item.id,))
    answer = found if isinstance(found, str) else None
    wanted = next((words for words in _choice(other.form, item.id) if said(words) is judged.owed), None)
    if wanted is None:
        agreement = Agreement.TOO_LITTLE
    elif answer is None:
        agreement = Agreement.UNANSWERED
    else:
        agreement = Agreement.AGREES if answer == wanted else Agreement.DIFFERS
    return Compared(agreement, item.id, answer, wanted, _sentence(agreement, judged, other.form, wanted))


def _sentence(agreement: Agreement, judged: Judged, form: Form, wanted: str | None) -> str:
    match agreement:
        case Agreement.TOO_LITTLE:
            return _("“{owed}”: a {form} is not enough.").format(
                owed=judged.owed.value, form=form.short_title
            )
        case Agreement.UNANSWERED:
            return _("By the threshold judgement the result is “{wanted}”; choose it.").format(wanted=wanted)
        case Agreement.DIFFERS:
            return _("By the threshold judgement the result is “{wanted}”; look at both once more.").format(
                wanted=wanted
            )
    return _("The result agrees with the threshold judgement.")


# ---- reasons

_NAMES: Final = {
    Owed.BASIC: "基礎項目評価",
    Owed.FOCUSED: "基礎項目評価・重点項目評価",
    Owed.FULL: "基礎項目評価・全項目評価",
}


def _reason(people: Band, handlers: Handlers, incident: Incident, owed: Owed) -> str:
    """A sentence with the facts on which the result depends."""
    if people is Band.UNDER_1_000:
        return _("Fewer than 1,000 people are concerned; an assessment is voluntary.")
    if people is Band.FROM_1_000:
        return _("1,000 to fewer than 10,000 people are concerned: 基礎項目評価, whatever else.")
    if people is Band.FROM_300_000:
        return _("300,000 people or more are concerned: 全項目評価, whatever else.")
    if handlers is Handlers.MANY:
        return _("{people} are concerned and 500 people or more handle the files: {what}.").format(
            people=people.value, what=_NAMES[owed]
        )
    if incident is Incident.YES:
        return _(
            "{people} are concerned and a serious incident has happened in the past year: {what}."
        ).format(people=people.value, what=_NAMES[owed])
    return _(
        "{people} are concerned, fewer than 500 people handle the files and no serious incident has happened"
        " in the past year: {what}."
    ).format(people=people.value, what=_NAMES[owed])
