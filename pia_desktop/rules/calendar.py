"""Days that fall due as a calendar file to take along (iCalendar, RFC 5545): all-day events with a reminder.

Written here rather than by a library, since the one that there is brings the time zones of the world for days
that have none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pia_desktop.i18n import _
from pia_desktop.rules.deadlines import DueDate, DueKind

_OCTETS: Final = 75
"""No line is longer (3.1), its end not counted."""
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\n\u2028\u2029]")
_PRODUCT: Final = "-//PIA Desktop//PIA Desktop//JA"
_FIRST: Final = datetime(2020, 1, 1, tzinfo=UTC)
_HOUR: Final = 9
"""A reminder comes at the beginning of the working day."""
_REMIND_DAYS: Final = {
    DueKind.HEARING_END: 3,
    DueKind.REVIEW: 30,
    DueKind.REASSESSMENT: 180,
    DueKind.KEEP_PUBLIC: 14,
}
"""How long the work that falls due takes as a rule; 再実施 of 様式４ needs a hearing and a council."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One day.  ``uid`` names the event for ever, so that a later file changes it instead of doubling it.

    ``remind_days``: how many days before there is a reminder, None for no reminder.
    """

    uid: str
    on: date
    summary: str
    description: str = ""
    remind_days: int | None = None


def due_event(assessment: str, number: str, title: str, due: DueDate) -> CalendarEvent:
    """What falls due of an assessment, as an event.

    ``assessment`` tells it from all others, and stays the same for it (where it is and when it was made,
    say); it cannot be read back from the file. ``number`` and ``title`` are 評価書番号 and 評価書名.
    """
    name = hashlib.sha256(f"{assessment}\n{due.kind.value}".encode("utf-8", "surrogatepass")).hexdigest()
    words = " ".join(f"{number} {title}".split())
    return CalendarEvent(
        f"{name[:32]}@pia-desktop",
        due.on,
        f"{due.kind.label}: {words}" if words else due.kind.label,
        "\n".join(part for part in (words, due.reason) if part),
        _REMIND_DAYS[due.kind],
    )


def calendar_text(events: Iterable[CalendarEvent], stamp: datetime) -> str:
    """The file, in UTF-8 with its own CRLF: write it as bytes.  ``stamp`` (UTC) is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(_('Due dates of the assessments'))}",
    ]
    for event in events:
        lines.extend(_event_lines(event, stamp))
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event_lines(event: CalendarEvent, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{_sequence(stamp)}"
    yield f"DTSTART;VALUE=DATE:{_day(event.on)}"
    yield f"DTEND;VALUE=DATE:{_day(event.on + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    yield "TRANSP:TRANSPARENT"
    if event.remind_days is not None:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(event.summary)}"
        yield f"TRIGGER:{_before(event.remind_days)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _sequence(stamp: datetime) -> int:
    """Which of two files of one event is the newer (3.8.7.4): seconds, so that no memory is needed."""
    return max(0, int((stamp - _FIRST).total_seconds()))


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _before(days: int) -> str:
    """From the event's midnight back to the morning of a day before it; on the day itself for 0."""
    return f"-P{days - 1}DT{24 - _HOUR}H" if days else f"PT{_HOUR}H"


def _text(words: str) -> str:
    """A value of type TEXT (3.3.11); what it cannot hold is left out."""
    words = _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", words))
    for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(char, escaped)
    return words


def _folded(line: str) -> str:
    """A line of more octets goes on in further ones that begin with a space; no character is parted."""
    if len(line.encode("utf-8")) <= _OCTETS:
        return line
    pieces = [""]
    room = _OCTETS
    for char in line:
        size = len(char.encode("utf-8"))
        if size > room:
            pieces.append("")
            room = _OCTETS - 1
        pieces[-1] += char
        room -= size
    return "\r\n ".join(pieces)
