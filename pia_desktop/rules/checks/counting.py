"""Named rules on numbers: entries against stated counts, options against each other, the threshold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.item_state import taken_out
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.values import Checked, Value
from pia_desktop.i18n import ngettext
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.rule import View
from pia_desktop.rules.checks.words import empty, short
from pia_desktop.rules.threshold import Band, Handlers, Incident, Judged, Owed, judge, said


def _filled(view: View, list_id: str) -> int:
    """The number of non-empty entries, without those that only keep their number."""
    return sum(not taken_out(entry, _first(view, list_id)) for entry in _said(view, list_id))


def _said(view: View, list_id: str) -> list[Node]:
    entries = view.entries(list_id).values()
    return [entry for entry in entries if not all(empty(value) for value in entry.answers.values())]


def _first(view: View, list_id: str) -> str:
    return view.form.lists[list_id].item_ids[0]


def _entry_words(count: int) -> str:
    return ngettext("{count} entry", "{count} entries", count).format(count=count)


def _disagreement(
    view: View,
    says: str,
    words: str,
    yes: bool,
    counted: tuple[int | None, str],
    listed: str,
    mend: SetAnswer,
) -> Iterator[Finding]:
    """``counted``: the stated number, and the item at which a wrong one is reported."""
    number, at = counted
    entries = _filled(view, listed)
    args = {"entries": _entry_words(entries), "count": str(number), "value": words, "item": view.label(says)}
    facts = (words, yes, number, entries)
    if not yes:
        if entries:
            yield view.found("C203", says, args, facts=facts)
    elif not entries:
        if not view.entries(listed):
            yield view.found("C204", says, args, facts=facts)
    elif number is None:
        yield view.found("C202", at, args, facts=facts, mend=mend)
    elif number not in (
        entries,
        len(_said(view, listed)),
    ):  # some offices count entries that only keep their number
        yield view.found("C201", at, args, facts=facts, mend=mend)


def entries_counted(view: View, says: str, yes: str, count: str, entries: str) -> Iterator[Finding]:
    """委託の有無 and its （N）件 against the number of entries."""
    answer = view.get(says)
    if answer is None:
        return
    number = view.get(count)
    mend = SetAnswer(view.path(count), _filled(view, entries))
    written = number if isinstance(number, int) else None
    yield from _disagreement(view, says, yes, answer == yes, (written, count), entries, mend)


def box_counted(view: View, says: str, box: str, entries: str) -> Iterator[Finding]:
    """A ticked 提供を行っている and its （N）件 against the number of entries."""
    answer = view.get(says)
    if not isinstance(answer, Checked) or not answer.ticked:
        return
    mend = SetAnswer(view.path(says), answer.with_count(box, _filled(view, entries)))
    counted = (answer.count(box), says)
    yield from _disagreement(view, says, box, box in answer.ticked, counted, entries, mend)


def alone(view: View, says: str, box: str) -> Iterator[Finding]:
    """A box that excludes all others (行っていない)."""
    answer = view.get(says)
    if isinstance(answer, Checked) and box in answer.ticked and len(answer.ticked) > 1:
        yield view.found("C205", says, {"value": box}, facts=sorted(answer.ticked))


# ---- 記録項目

_NUMBERED: Final = re.compile(
    r"(?:^|[\s　、，,。・])(?:[0-9０-９]{1,3}[.．](?![0-9０-９])|[（(][0-9０-９]{1,3}[）)]|[①-⑳])"
)
_ENOUGH_NUMBERS: Final = 10
_SLACK: Final = 0.2
"""Headings are numbered, too, and items are written together."""


def items_counted(view: View, says: str, text: str) -> Iterator[Finding]:
    """The range of 記録される項目 against the number of items in the appendix."""
    own = view.words(says)
    numbers = [int(n) for n in re.findall(r"[0-9０-９]+", own)]
    words = view.words(text)
    found = len(_NUMBERED.findall(words))
    if not numbers or found < _ENOUGH_NUMBERS:
        return
    low = 0 if "未満" in own and len(numbers) == 1 else numbers[0]
    high = numbers[-1] if "未満" in own else 10**9
    if not low * (1 - _SLACK) <= found < max(high * (1 + _SLACK), high + 1):
        args = {"own": own, "count": str(found)}
        yield view.found("C321", says, args, related=(text,), facts=(own, found))


# ---- the threshold judgement


def threshold_said(view: View, people: str, says: str, users: str) -> Iterator[Finding]:
    """様式３ Ⅴ.1②, 様式４ Ⅵ.1② against what 対象人数 and the numbers of users allow."""
    answer, band = view.get(says), _band(view.get(people))
    if band is None:
        return
    results = {judged.owed: judged for judged in _judgements(band)}
    args = {"value": band.value, "own": str(answer or "")}
    least = min(results, key=lambda owed: owed.step)
    options = _says(view, says)
    if least not in options:
        yield view.found("C331", people, {**args, "other": view.label(people)}, facts=band)
        return
    claimed = said(answer) if isinstance(answer, str) else None
    if claimed is None:
        return
    many = _many_handlers(view, users)
    if claimed not in results:
        only = options[least] if len(results) == 1 else None
        mend = SetAnswer(view.path(says), only) if only else None
        yield view.found("C330", says, args, related=(people,), facts=(band, answer), mend=mend)
    elif many:
        certain = judge(band, Handlers.MANY, Incident.NO).owed
        if claimed is not certain:
            more = {"own": str(answer), "value": certain.value, "other": view.label(users, says)}
            found = view.found("C333", says, more, related=(people,), facts=(band, answer, many))
            yield Finding(found.code, found.path, found.args, (*found.related, *many), found.facts)


def _judgements(band: Band) -> Iterator[Judged]:
    for handlers in Handlers:
        for incident in Incident:
            yield judge(band, handlers, incident)


def _band(value: Value | None) -> Band | None:
    return next((band for band in Band if isinstance(value, str) and value.startswith(band.value)), None)


def _says(view: View, says: str) -> dict[Owed, str]:
    options = getattr(view.form.item(says).kind, "options", ())
    pairs = ((said(option.words), option.words) for option in options)
    return {owed: words for owed, words in pairs if owed is not None}


def _many_handlers(view: View, users: str) -> list[NodePath]:
    """The answers that say 500 people or more."""
    many = ("500人以上", "1,000人以上")
    return [path for path, value in view.each(users) if isinstance(value, str) and value.startswith(many)]


def threshold_owed(view: View, people: str, handlers: str, incident: str, submits: str) -> Iterator[Finding]:
    """様式２ Ⅳ.1: the submitted assessments against the judgement of Ⅲ."""
    answer, band = view.words(submits), _band(view.get(people))
    if band is None or not answer:
        return
    size = [one for one in Handlers if view.get(handlers) in (one.value, None)]
    happened = [one for one in Incident if view.get(incident) in (one.value, None)]
    owed = min((judge(band, s, h).owed for s in size for h in happened), key=lambda one: one.step)
    step = 3 if "全項目" in answer else 2 if "重点項目" in answer else 1
    if step < owed.step:
        args = {"own": short(answer), "value": owed.value}
        yield view.found("C332", submits, args, related=(people, handlers, incident), facts=(answer, owed))
