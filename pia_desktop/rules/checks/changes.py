"""Named rules on 変更箇所."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pia_desktop.assessment.edits import RemoveEntry
from pia_desktop.assessment.naming import plain, section_words
from pia_desktop.assessment.node import Node
from pia_desktop.forms.model import Form, Part, Place
from pia_desktop.forms.values import Value
from pia_desktop.rules.checks.dates import read_date
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.rule import View, per_form
from pia_desktop.rules.checks.words import empty, levelled, short, unsaid
from pia_desktop.wareki import ParsedDate

TIMINGS: Final = ("事前", "事後")
_GOES_ON: Final = "続き"


def row_complete(view: View, day: str, item: str, before: str, after: str, timing: str) -> Iterator[Finding]:
    """A row has date, item, text before or after, and 事前 or 事後; (続き) may omit some."""
    if _GOES_ON in view.words(item):
        return
    missing = [column for column in (day, item, timing) if empty(view.get(column))]
    if empty(view.get(before)) and empty(view.get(after)):
        missing.append(after)
    for column in missing[:1] if len(missing) == 4 else missing:
        yield view.found("C501", column)
    words = view.words(timing)
    if not empty(words) and not any(timing_word in words for timing_word in TIMINGS):
        yield view.found("C502", timing, {"words": short(words)}, facts=words)
    if (
        not empty(words)
        and view.words(before).strip() == view.words(after).strip()
        and not unsaid(view.get(after))
    ):
        yield view.found("C504", after, related=(before,), facts=view.words(after))


def row_timing(view: View, day: str, item: str, timing: str, why: str, published: str) -> Iterator[Finding]:
    """Rows of the past year marked 事後: not for a ※ item without a reason."""
    if view.words(timing).strip() != "事後":
        return
    changed = read_date(view.words(day))
    limit = read_date(view.words(published))
    if changed is None or changed.latest() <= since_when(limit, view.today):
        return
    if unsaid(view.get(why)) and names_important(view.form, view.words(item)):
        yield view.found("C503", why, related=(item, timing), facts=view.words(item))


def since_when(published: ParsedDate | None, today: date) -> date:
    """The first day of rows that belong to the current version; older ones stay as they are."""
    return (published.latest() if published else today) - timedelta(days=366)


def last_day(words: str) -> date | None:
    """The last day that a row's date can mean."""
    parsed = read_date(words)
    return None if parsed is None else parsed.latest()


def rows_explained(
    view: View, rows: str, day: str, timing: str, why: str, published: str
) -> Iterator[Finding]:
    """How many recent rows lack 提出時期に係る説明; one finding for the table."""
    since = since_when(read_date(view.words(published)), view.today)
    days = view.memory.of_rows(view.entries(rows), _unexplained, day, timing, why)
    silent = sum(last is not None and last > since for last in days.values())
    if silent:
        args = (("count", str(silent)), ("item", view.label(why)))
        yield Finding("C505", view.list_path(rows), args, facts=str(silent))


def rows_published(view: View, rows: str, day: str, timing: str, published: str) -> Iterator[Finding]:
    """Rows marked 事後 are not later than the day of publication.

    Later ones that are in effect today belong to the round at work, which has no such day yet: one finding
    for them all.  Unless a row marked 事前 is as late: it was published in advance, on that day.
    """
    limit = read_date(view.words(published))
    if limit is None:
        return
    path = view.list_path(rows)
    dated = view.memory.of_rows(view.entries(rows), _timed, day, timing)
    later = [(key, when, on) for key, (when, on) in dated.items() if on and on.earliest() > limit.latest()]
    planned = max((on.latest() for _key, when, on in later if when == "事前"), default=limit.latest())
    at_work = 0
    for key, when, on in later:
        if when != "事後":
            continue
        if planned < on.earliest() <= view.today:
            at_work += 1
            continue
        args = (("item", view.label(day)), ("words", on.wareki()), ("value", limit.wareki()))
        related = ((*path, key, timing), view.path(published))
        yield Finding("C507", (*path, key, day), args, related, facts=str((on, limit)))
    if at_work:
        said = {"count": str(at_work), "value": limit.wareki()}
        yield view.found("C509", published, said, facts=limit)


def _timed(row: Node, day: str, timing: str) -> tuple[str, ParsedDate | None]:
    """A row's 提出時期 and date."""
    return str(row.answers.get(timing, "")).strip(), read_date(str(row.answers.get(day, "")))


def _unexplained(row: Node, day: str, timing: str, why: str) -> date | None:
    """The last day that a row's date can mean, if it has a timing but no explanation."""
    answers = row.answers
    if answers.get(timing) and (why not in answers or unsaid(answers[why])):
        return last_day(str(answers.get(day, "")))
    return None


def rows_once(view: View, rows: str) -> Iterator[Finding]:
    """No two rows are identical."""
    seen: dict[frozenset[tuple[str, Value]], int] = {}
    path = view.list_path(rows)
    for key, contents in view.memory.of_rows(view.entries(rows), _contents).items():
        seen[contents] = count = seen.get(contents, 0) + 1
        if count == 2 and len(contents) > 2:  # each duplicate is reported once
            yield Finding("C506", (*path, key), mend=RemoveEntry(path, key))


def _contents(row: Node) -> frozenset[tuple[str, Value]]:
    return frozenset(row.answers.items())


# ---- which item a row means

_ROMAN: Final = re.compile(r"^(VI|IV|V|III|II|I|別添[0-9])")
_SECTION: Final = re.compile(r"^\D{0,30}?([0-9]{1,2})")
_NOISE: Final = re.compile(r"[\s　・･,，、。:：\-－ー―‐()（）「」\[\].．]")


_CIRCLED: Final = re.compile("[①-⑳]")


def _packed(words: str) -> str:
    """Text without spaces, punctuation and circled numbers, which would merge with section numbers."""
    return _NOISE.sub("", levelled(_CIRCLED.sub("|", plain(words))))


class _Named:
    """Finds the items that a row's 項目 can mean."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._parts: dict[str, Part] = {}
        for part in form.parts:
            lead = _ROMAN.match(_packed(part.title))
            if lead:
                self._parts[lead[1]] = part
        self._places: dict[tuple[str, str], list[tuple[str, Place]]] = {}
        self._known: dict[str, bool] = {}

    def important(self, words: str) -> bool:
        """Whether all candidates are marked ※."""
        if words not in self._known:
            self._known[words] = self._look(words)
        return self._known[words]

    def _look(self, words: str) -> bool:
        packed = _packed(words)
        lead = _ROMAN.match(packed)
        part = self._parts.get(lead[1]) if lead else None
        if lead is None or part is None:
            return False
        title = _packed(part.title)[lead.end() :]
        rest = packed[lead.end() :].removeprefix(title)
        number = _SECTION.match(rest)
        places = self._section(part, number[1]) if number else []
        named = [(label, place) for label, place in places if label and label in rest]
        longest = max((len(label) for label, _place in named), default=0)
        meant = [place for label, place in named if len(label) == longest]
        meant = meant or [place for _label, place in places]
        return bool(meant) and all(place.item.important for place in meant)

    def _section(self, part: Part, section: str) -> list[tuple[str, Place]]:
        """The items of a numbered section by label, including untitled sections that continue it."""
        if (part.id, section) not in self._places:
            inside: set[int] = set()
            number = ""
            for one in part.sections:
                if one.title:
                    lead = re.match(r"[0-9]+", section_words(one.title))
                    number = lead.group() if lead else ""
                if number == section:
                    inside.add(id(one))
            self._places[part.id, section] = [
                (_packed(place.item.label or "").strip("|"), place)
                for place in self.form.places.values()
                if place.part is part and id(place.section) in inside and place.item.kind.answerable
            ]
        return self._places[part.id, section]


_named = per_form(_Named)


def names_important(form: Form, words: str) -> bool:
    """Whether a row's 項目 names an item marked ※; False if it is ambiguous.

    Handles printed paths and short ones such as Ⅱ－５－①提供先１.
    """
    return _named(form).important(words)
