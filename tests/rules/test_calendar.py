"""The calendar file, as an independent reader of RFC 5545 finds it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.rules.calendar import CalendarEvent, calendar_text, due_event
from pia_desktop.rules.deadlines import DueDate, DueKind

STAMP = datetime(2025, 4, 1, 3, 0, tzinfo=UTC)
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"), max_size=200
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
HOSTILE = "評価書；\\n, BEGIN:VEVENT; 「住民」\nEND:VCALENDAR\r\nBEGIN:VALARM"


def read(text: str) -> list[Any]:
    # The library's types are unions of all that a property can be.
    calendar: Any = icalendar.Calendar.from_ical(text.encode("utf-8"))
    assert not calendar.errors
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["PRODID"])
    return [found for found in calendar.subcomponents if found.name == "VEVENT"]


@given(st.lists(st.tuples(WORDS, WORDS, DAYS, st.none() | st.integers(0, 400)), max_size=4))
def test_another_reader_finds_what_was_written(
    given_events: list[tuple[str, str, date, int | None]],
) -> None:
    events = [
        CalendarEvent(f"{number}@test", on, summary, description, before)
        for number, (summary, description, on, before) in enumerate(given_events)
    ]
    found = read(calendar_text(events, STAMP))
    assert len(found) == len(events)
    for event, one in zip(events, found, strict=True):
        assert str(one["UID"]) == event.uid
        assert str(one["SUMMARY"]) == event.summary
        assert str(one.get("DESCRIPTION", "")) == event.description
        assert one["DTSTART"].dt == event.on
        assert one["DTEND"].dt == event.on + timedelta(days=1)
        assert one["DTSTAMP"].dt == STAMP
        alarms = one.subcomponents
        assert len(alarms) == (event.remind_days is not None)
        if event.remind_days is not None:
            nine = timedelta(hours=9) - timedelta(days=event.remind_days)
            assert alarms[0]["TRIGGER"].dt == nine


@given(WORDS)
def test_no_line_is_longer_than_75_octets_and_each_ends_as_it_must(words: str) -> None:
    text = calendar_text([CalendarEvent("1@test", date(2025, 4, 1), words * 3, words)], STAMP)
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.encode("utf-8").split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_words_cannot_become_structure() -> None:
    text = calendar_text(
        [CalendarEvent("1@test", date(2025, 4, 1), HOSTILE, HOSTILE + "\x00\x1b\ud800", 3)], STAMP
    )
    (event,) = read(text)
    lines = HOSTILE.replace("\r\n", "\n")
    assert str(event["SUMMARY"]) == lines
    assert str(event["DESCRIPTION"]) == lines
    assert [kid.name for kid in event.subcomponents] == ["VALARM"]


def test_an_event_keeps_its_name_when_its_day_moves() -> None:
    def event(assessment: str, kind: DueKind, on: date) -> CalendarEvent:
        return due_event(assessment, "7", "住民基本台帳", DueDate(kind, on, "", overdue=False))

    first = event("a", DueKind.REVIEW, date(2025, 4, 1))
    assert first.uid == event("a", DueKind.REVIEW, date(2026, 4, 1)).uid
    others = {
        event("a", DueKind.REASSESSMENT, date(2025, 4, 1)).uid,
        event("b", DueKind.REVIEW, date(2025, 4, 1)).uid,
    }
    assert len(others | {first.uid}) == 3
    assert "住民基本台帳" in first.summary
    assert "住民" not in first.uid
