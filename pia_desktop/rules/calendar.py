"""Due dates as an iCalendar file (RFC 5545): all-day events with a reminder.

Written by hand: the available library includes time zone data, which all-day events do not need.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pia_desktop.dataclass import dataclass
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
    """An all-day event.  ``uid`` is permanent, so that a later file updates it instead of duplicating it.

    ``remind_days``: reminder this many days before, None for none.
    """

    uid: str
    on: date
    summary: str
    description: str = ""
    remind_days: int | None = None


def due_event(assessment: str, number: str, title: str, due: DueDate) -> CalendarEvent:
    """A due date as an event.

    ``assessment`` is a permanent unique name of the assessment (from its location and creation time, say),
    which cannot be recovered from the file.  ``number`` and ``title`` are 評価書番号 and 評価書名.
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
    """The file's text with CRLF line ends, to be written as UTF-8 bytes.  ``stamp`` (UTC) is its creation
    time.
    """
    name = _("Due dates of the assessments")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
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
    """The sequence number (3.8.7.4): seconds, so that later files win without stored state."""
    return max(0, int((stamp - _FIRST).total_seconds()))


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _before(days: int) -> str:
    """Offset from the event's midnight to the morning ``days`` before it."""
    return f"-P{days - 1}DT{24 - _HOUR}H" if days else f"PT{_HOUR}H"


def _text(words: str) -> str:
    """A TEXT value (3.3.11), without invalid characters."""
    words = _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", words))
    for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(char, escaped)
    return words


def _folded(line: str) -> str:
    """Fold long lines: continuation lines start with a space; characters are not split."""
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
