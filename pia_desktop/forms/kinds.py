"""Kinds of items.  A kind parses, serializes, formats and validates answers.

Window, print and interchange use the same kind, so that they agree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.values import (
    MAX_TEXT,
    Checked,
    Value,
    clean_text,
    forbidden_character,
)
from pia_desktop.i18n import _

MAX_COUNT: Final = 9_999


class KindFault(ValueError):
    """An answer that its item's kind does not allow; the message says what is expected, in the user's
    language.
    """


@dataclass(frozen=True, slots=True)
class Option:
    """One of the 選択肢 of a choice: its printed number, from 1, and its text."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class CheckBox:
    """One box of a check set.

    ``text``: it has a （　） for text; ``unit``: it has a （　） for a number, followed by this unit.
    """

    label: str
    text: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Boxes under a label of their own; ``rows`` has the number of boxes in each printed row."""

    label: str | None
    boxes: tuple[CheckBox, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kind(ABC):
    """The type of an item's answer.  Kinds that are not ``answerable`` only print."""

    name: ClassVar[str]
    answerable: ClassVar[bool] = True

    @abstractmethod
    def parse(self, raw: object) -> Value | None:
        """The answer for a value of the interchange format; None: unanswered.

        Raises KindFault.
        """

    def dump(self, value: Value) -> object:
        """The answer as a value of the interchange format; the inverse of ``parse``."""
        return value

    def format(self, value: Value) -> str:
        """The answer as text, for search, change records and lists."""
        return str(value)

    @abstractmethod
    def validate(self, value: Value) -> None:
        """Raise KindFault unless ``parse`` could return the value."""


def read_text(raw: object) -> str | None:
    """Cleaned text from outside; None if there is none."""
    return _short_enough(taken_in(_allowed(raw))) or None


def kept_text(raw: object) -> str | None:
    """Stored text, which in an older cabinet may not be clean; None if there is none."""
    return _short_enough(clean_text(_allowed(raw))) or None


def _allowed(raw: object) -> str:
    if not isinstance(raw, str):
        raise KindFault(_("Text is expected here, not {found}.").format(found=describe_json(raw)))
    _short_enough(raw)
    bad = forbidden_character(raw)
    if bad is not None:
        raise KindFault(
            _("The text holds the control character U+{code:04X}; take it out.").format(code=ord(bad))
        )
    return raw


def _short_enough(text: str) -> str:
    """The text unchanged if it is short enough; checked before and after cleaning, as NFC can lengthen it."""
    if len(text) > MAX_TEXT:
        raise KindFault(
            _("The text has {count:,} characters; at most {limit:,} fit.").format(
                count=len(text), limit=MAX_TEXT
            )
        )
    return text


def describe_json(raw: object) -> str:
    """The type of a JSON value, in the user's language, for messages."""
    if raw is None:
        return _("nothing (null)")
    if isinstance(raw, bool):
        return _("true or false")
    if isinstance(raw, int | float):
        return _("a number")
    if isinstance(raw, str):
        short = raw if len(raw) <= 30 else raw[:30] + "…"
        return _("the text “{text}”").format(text=short)
    return _("a list") if isinstance(raw, list) else _("an object")


@dataclass(frozen=True, slots=True)
class TextualKind(Kind):
    """Base of the kinds whose answer is text."""

    def parse(self, raw: object) -> Value | None:
        return read_text(raw)

    def validate(self, value: Value) -> None:
        if not isinstance(value, str) or kept_text(value) != value:
            raise KindFault(_("The text is not in the form the program keeps."))


@dataclass(frozen=True, slots=True)
class LineKind(TextualKind):
    """A short answer, usually one line."""

    name: ClassVar[str] = "line"


@dataclass(frozen=True, slots=True)
class TextKind(TextualKind):
    """Free text with line breaks, from a word to several pages.

    ``days``: it holds days or a period, which the window completes as it does a date.
    """

    name: ClassVar[str] = "text"
    days: bool = False


@dataclass(frozen=True, slots=True)
class DateKind(TextualKind):
    """A date in the Japanese calendar, or text in its place (平成27年6月, 未定).

    ``suffix`` is printed after it (時点).
    """

    name: ClassVar[str] = "date"
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class CountKind(Kind):
    """A number, printed as （　５　）件."""

    name: ClassVar[str] = "count"
    unit: str = "件"

    def parse(self, raw: object) -> Value | None:
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise KindFault(
                _("A whole number is expected here, not {found}.").format(found=describe_json(raw))
            )
        _count(raw)
        return raw

    def validate(self, value: Value) -> None:
        self.parse(value)

    def format(self, value: Value) -> str:
        return f"{value}{self.unit}"


def _count(number: int) -> int:
    if not 0 <= number <= MAX_COUNT:
        raise KindFault(
            _("The number {number} is outside 0 to {limit:,}.").format(
                number=str(number)[:20], limit=MAX_COUNT
            )
        )
    return number


@dataclass(frozen=True, slots=True)
class FlagKind(Kind):
    """A none-box (委託しない): ticked or not."""

    name: ClassVar[str] = "flag"

    def parse(self, raw: object) -> Value | None:
        if not isinstance(raw, bool):
            raise KindFault(
                _("true or false is expected here, not {found}.").format(found=describe_json(raw))
            )
        return raw or None

    def validate(self, value: Value) -> None:
        if value is not True:
            raise KindFault(_("A ticked box is kept as true, an empty one not at all."))

    def format(self, value: Value) -> str:
        return "○" if value else ""


@dataclass(frozen=True, slots=True)
class ChoiceKind(Kind):
    """One of the numbered 選択肢; the answer is the option's text, so that files are readable."""

    name: ClassVar[str] = "choice"
    set_id: str
    columns: int
    options: tuple[Option, ...]

    def parse(self, raw: object) -> Value | None:
        words = read_text(raw)
        if words is None:
            return None
        if any(option.words == words for option in self.options):
            return words
        raise KindFault(
            _("“{words}” is not one of the options: {options}.").format(
                words=words if len(words) <= 40 else words[:40] + "…",
                options=" / ".join(option.words for option in self.options),
            )
        )

    def validate(self, value: Value) -> None:
        if self.parse(value) != value:
            raise KindFault(_("The text is not in the form the program keeps."))


@dataclass(frozen=True, slots=True)
class ChecksKind(Kind):
    """Any number of boxes, some with text or a number of their own."""

    name: ClassVar[str] = "checks"
    set_id: str
    columns: int
    groups: tuple[CheckGroup, ...]

    @property
    def boxes(self) -> tuple[CheckBox, ...]:
        """All boxes in printed order."""
        return tuple(box for group in self.groups for box in group.boxes)

    @property
    def counted(self) -> bool:
        """Whether any box has a number."""
        return any(box.unit for box in self.boxes)

    def parse(self, raw: object) -> Value | None:
        return self._read(raw, read_text)

    def _read(self, raw: object, text_of: Callable[[object], str | None]) -> Checked | None:
        if not isinstance(raw, dict):
            raise KindFault(
                _("An object with “checked” is expected here, not {found}.").format(found=describe_json(raw))
            )
        unknown = sorted(set(raw) - {"checked", "texts", "counts"})
        if unknown:
            raise KindFault(_("Unknown key “{key}” in a check set.").format(key=unknown[0][:40]))
        ticked = raw.get("checked", [])
        texts, counts = raw.get("texts", {}), raw.get("counts", {})
        if not isinstance(ticked, list) or not all(isinstance(label, str) for label in ticked):
            raise KindFault(_("“checked” must be a list of labels."))
        if len(set(ticked)) != len(ticked):
            raise KindFault(_("A label stands in “checked” twice."))
        if not isinstance(texts, dict) or not isinstance(counts, dict):
            raise KindFault(_("“texts” and “counts” must be objects, one entry for each label."))
        self._known(ticked, "")
        self._known(texts, "text")
        self._known(counts, "unit")
        words = {label: text_of(text) or "" for label, text in texts.items()}
        numbers = {label: CountKind().parse(number) for label, number in counts.items()}
        checked = Checked.of(ticked, words, {k: v for k, v in numbers.items() if isinstance(v, int)})
        return None if checked.empty else checked

    def _known(self, labels: list[str] | dict[str, object], need: str) -> None:
        """Reject unknown labels, and labels without a （　） of the needed type."""
        allowed = {box.label for box in self.boxes if not need or getattr(box, need)}
        for label in labels:
            if label not in allowed:
                raise KindFault(
                    _("“{label}” is not a label that can stand here; these can: {labels}.").format(
                        label=label[:40], labels=" / ".join(sorted(allowed)) or "—"
                    )
                )

    def dump(self, value: Value) -> object:
        checked = _as_checked(value)
        raw: dict[str, object] = {"checked": [box.label for box in self.boxes if box.label in checked.ticked]}
        texts = dict(checked.texts)
        if texts:
            raw["texts"] = {box.label: texts[box.label] for box in self.boxes if box.label in texts}
        if self.counted:
            counts = dict(checked.counts)
            raw["counts"] = {box.label: counts[box.label] for box in self.boxes if box.label in counts}
        return raw

    def format(self, value: Value) -> str:
        return "、".join(self.box_words(_as_checked(value)))

    def box_words(self, checked: Checked) -> Iterator[str]:
        """The text of each box that is ticked or filled in, in printed order."""
        for box in self.boxes:
            inside = checked.text(box.label)
            number = checked.count(box.label)
            if box.label not in checked.ticked and not inside and number is None:
                continue
            mark = "" if box.label in checked.ticked else "［　］"
            behind = f"（{inside}）" if inside else ""
            counted = f"（{number}）{box.unit}" if number is not None else ""
            yield f"{mark}{box.label}{behind}{counted}"

    def validate(self, value: Value) -> None:
        checked = _as_checked(value)
        if self._read(self.dump(checked), kept_text) != checked:
            raise KindFault(_("The boxes do not fit the set “{name}”.").format(name=self.set_id))


def _as_checked(value: Value) -> Checked:
    if not isinstance(value, Checked):
        raise KindFault(_("Ticked boxes are expected here."))
    return value


@dataclass(frozen=True, slots=True)
class UnansweredKind(Kind):
    """Base of the kinds that only print."""

    answerable: ClassVar[bool] = False

    def parse(self, raw: object) -> Value | None:
        raise KindFault(_("The form fills this item in by itself; it takes no answer."))

    def validate(self, value: Value) -> None:
        self.parse(value)


@dataclass(frozen=True, slots=True)
class GroupKind(UnansweredKind):
    """A label over the rows of its sub-items."""

    name: ClassVar[str] = "group"


@dataclass(frozen=True, slots=True)
class FixedKind(UnansweredKind):
    """Text that the form itself prints."""

    name: ClassVar[str] = "fixed"
    text: str
