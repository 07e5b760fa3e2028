"""Reads choices and check boxes from what is between ``[`` and ``]``, without guessing.

Empty brackets mean unanswered.  Anything that is neither a mark nor text of the form is returned as leftover.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import CheckBox, ChecksKind, ChoiceKind
from pia_desktop.forms.model import Item
from pia_desktop.intake.cells import GAP, Reason
from pia_desktop.intake.remainder import STRUCK, Remainder
from pia_desktop.intake.words import after_prefix, alike, fold, tidy

MARKS: Final = "○◯〇●◎✓✔☑☒レㇾ■"
"""Characters that clearly tick a box; another one (×, ＊) does too, but is reported."""

_BLANK: Final = f"[ \\s{GAP}]*"
_BRACKETS: Final = re.compile(f"[\\[［〔]{_BLANK}([^\\s{GAP}\\]］〕\\[［〔]{{0,2}}){_BLANK}[\\]］〕]")
_BARE: Final = re.compile(f"(?:^|(?<=[\\s{GAP}]))([{re.escape(MARKS)}□☐])(?=[ \\s{GAP}]*\\S)")
_EITHER: Final = re.compile(f"{_BRACKETS.pattern}|(?:^|(?<=[\\s{GAP}]))([□☐☑☒])(?=[ \\s{GAP}]*\\S)")
"""Brackets, and boxes among them: character recognition takes some of an item for the one or the other."""

_EMPTY: Final = "□☐"
_LEAST_ALIKE: Final = 0.8


@dataclass
class BoxesRead:
    """The result: the answer in the interchange format, doubts, and leftover text."""

    value: object = None
    extra: dict[str, object] = field(default_factory=dict)
    doubts: set[Reason] = field(default_factory=set)
    rest: list[str] = field(default_factory=list)


def read_choice(item: Item, kind: ChoiceKind, text: str) -> BoxesRead:
    """The option in the brackets, and what is beside it: （５）件, 手数料額."""
    read = BoxesRead()
    words = Remainder(text)
    bracket = words.strike(r"\[([^\[\]]*)\]")
    inside = fold(words.original(bracket, 1)) if bracket else ""
    by_words = {fold(option.words): option.words for option in kind.options}
    numbered = {fold(f"{option.number})"): option.words for option in kind.options}
    plain = re.sub(r"^[0-9]{1,2}[).]", "", inside)
    if plain in by_words:
        read.value = by_words[plain]
    elif inside:
        near = [own for own in by_words if alike(plain, own, _LEAST_ALIKE)]
        if len(near) == 1 and not _opposite(plain, near[0]):
            read.value = by_words[near[0]]
        elif f"{inside})" in numbered:
            read.value = numbered[f"{inside})"]
        read.doubts.add(Reason.NO_OPTION)
        if read.value is None or fold(str(read.value)) != plain:
            read.rest.append(tidy(words.original(bracket, 1)) if bracket else "")
    longest_first = sorted(by_words, key=len, reverse=True)
    if bracket is None:
        _without_brackets(item, text, by_words, read, words)
    words.strike(r"[<(\[]?選択肢[>)\]]?")
    for own in longest_first if words.folded.count(")") > 1 else ():
        words.strike(rf"(?<![0-9])[0-9]{{1,2}}[).]{re.escape(own)}(?![^0-9{STRUCK}(<])")
    _companions(item, words, read)
    for own in longest_first:
        words.strike_option(own)
    for note in [item.note] if item.note else []:
        words.strike(re.escape(fold(note)))
    if words.rest().strip("[]（）()｢｣ \n"):
        read.rest.append(words.rest())
    return read


def _opposite(one: str, other: str) -> bool:
    """Whether two options differ only by a negation."""
    return ("ない" in one or "なし" in one) != ("ない" in other or "なし" in other)


def _without_brackets(
    item: Item, text: str, by_words: dict[str, str], read: BoxesRead, words: Remainder
) -> None:
    """Read a cell that is exactly one option, or several options of which one has a mark."""
    beside = Remainder(text)
    _companions(item, beside, BoxesRead())
    alone = re.sub(r"^[0-9]{1,2}[).]", "", beside.folded.replace(STRUCK, ""))
    if alone in by_words:
        read.value = by_words[alone]
        return
    marked = [
        own
        for own in by_words
        if re.search(rf"[○●◎✓✔☑☒■レ]([0-9]{{1,2}}[).]?)?{re.escape(own)}(?![^0-9○●◎✓✔☑☒■レ□☐])", words.folded)
    ]
    if len(marked) == 1:
        read.value = by_words[marked[0]]
        read.doubts.add(Reason.MARK_UNCLEAR)
        words.strike(rf"[○●◎✓✔☑☒■レ](?=([0-9]{{1,2}}[).]?)?{re.escape(marked[0])})")
        while words.strike("[□☐]"):
            pass
        return
    standing = [own for own in by_words if own in beside.folded]
    if len([own for own in standing if not any(own in other for other in standing if other != own)]) == 1:
        read.doubts.add(Reason.NO_OPTION)  # the office's words beside an option


def _companions(item: Item, words: Remainder, read: BoxesRead) -> None:
    """The number or text beside a choice."""
    for companion in item.companions:
        if companion.kind.name == "count":
            found = words.strike(r"\(([0-9,]*)\)件") or words.strike(r"([0-9,]+)件")
            number = found[1].replace(",", "") if found else ""
            if number and len(number) < 5:
                read.extra[companion.id] = int(number)
                if found is not None and len(words.original(found, 1).split()) > 1:
                    read.doubts.add(Reason.NO_OPTION)  # the digits before it may be another number
            elif number:
                read.rest.append(number)
                read.doubts.add(Reason.NO_OPTION)
            continue
        label = re.escape(fold(companion.label or ""))
        written = f"([^{STRUCK}]*)"
        fields = (
            rf"\(L[:;]?\({written}\)\)",
            rf"L[:;]?\({written}\)",
            rf"\(L[:;]?{written}\)",
            f"L[:;]?{written}",
        )
        found = next(filter(None, (words.strike(one.replace("L", label)) for one in fields)), None)
        detail = tidy(words.original(found, 1)) if found else ""
        if detail:
            read.extra[companion.id] = detail


# ---- check boxes


@dataclass(frozen=True, slots=True)
class _Piece:
    """A mark and the text up to the next one."""

    mark: str
    words: str


def read_checks(kind: ChecksKind, text: str) -> BoxesRead:
    """The marked boxes, and the text in the （　） of each."""
    read = BoxesRead()
    pieces, before = _pieces(text, _EITHER if _BRACKETS.search(text) else _BARE)
    rest = _without_group_labels(kind, before)
    if rest and not pieces:
        rest = _unmarked(kind, rest, read)
    if rest:
        read.rest.append(rest)
    ticked: list[str] = []
    texts: dict[str, str] = {}
    counts: dict[str, int] = {}
    for piece in pieces:
        box, behind = _box_of(kind, piece.words, read)
        if box is None:
            _no_box(kind, piece, read)
            continue
        if piece.mark:
            if piece.mark not in MARKS:
                read.doubts.add(Reason.MARK_UNCLEAR)
                read.rest.append(f"[{piece.mark}]")
            if box.label not in ticked:
                ticked.append(box.label)
        _behind(kind, box, behind, texts, counts, read)
    if any(label not in ticked for label in (*texts, *counts)):
        read.doubts.add(Reason.WORDS_WITHOUT_MARK)
    if ticked or texts or counts:
        read.value = {"checked": ticked, **({"texts": texts} if texts else {})}
        if kind.counted:
            read.value = {"checked": ticked, "counts": counts}
    return read


def _no_box(kind: ChecksKind, piece: _Piece, read: BoxesRead) -> None:
    """A mark beside text that is not a label."""
    words = tidy(piece.words)
    if piece.mark or _without_group_labels(kind, words):
        read.rest.append(f"[{piece.mark}] {words}" if piece.mark else words)
        read.doubts.add(Reason.NO_OPTION if piece.mark else Reason.MARK_UNCLEAR)


def _pieces(text: str, sign: re.Pattern[str]) -> tuple[list[_Piece], str]:
    found = list(sign.finditer(text))
    if not found:
        return [], text
    ends = [*(match.start() for match in found[1:]), len(text)]
    marks = [next((one for one in match.groups() if one), "") for match in found]
    pieces = [
        _Piece("" if mark in _EMPTY else mark, text[match.end() : end])
        for mark, match, end in zip(marks, found, ends, strict=True)
    ]
    return pieces, text[: found[0].start()]


def _box_of(kind: ChecksKind, words: str, read: BoxesRead) -> tuple[CheckBox | None, str]:
    """The box whose label starts this text, and what follows the label."""
    words = words.lstrip(" \u3000\n\t" + GAP)
    for box in sorted(kind.boxes, key=lambda box: -len(box.label)):
        end = after_prefix(words, fold(box.label))
        if end is not None:
            return box, words[end:]
    head, _bracket, behind = words.partition("（")
    near = [box for box in kind.boxes if alike(fold(head), fold(box.label), _LEAST_ALIKE)]
    near += [
        box for box in kind.boxes if box not in near and alike(fold(words), fold(box.label), _LEAST_ALIKE)
    ]
    if len(near) == 1:
        read.doubts.add(Reason.LABEL_DIFFERS)
        whole = alike(fold(words), fold(near[0].label), _LEAST_ALIKE) > 0
        return near[0], "" if whole else _bracket + behind
    return None, ""


def _behind(
    kind: ChecksKind,
    box: CheckBox,
    words: str,
    texts: dict[str, str],
    counts: dict[str, int],
    read: BoxesRead,
) -> None:
    words = _without_group_labels(kind, words)
    if not words:
        return
    if box.unit:
        number = re.fullmatch(rf"\(?([0-9,]*)\)?{re.escape(fold(box.unit))}?", fold(words))
        digits = number[1].replace(",", "") if number else None
        if digits is None or len(digits) > 4:
            read.rest.append(tidy(words))
            read.doubts.add(Reason.NO_OPTION)
        elif digits:
            counts[box.label] = int(digits)
    elif box.text:
        written, beyond, bracketed = _field(words)
        if not bracketed:
            read.doubts.add(Reason.MARK_UNCLEAR)
        if beyond:
            read.rest.append(beyond)
        if written:
            texts[box.label] = written
    elif fold(words).strip("()"):
        read.rest.append(tidy(words))


def _field(words: str) -> tuple[str, str, bool]:
    """The text in a （　）, text after it, and whether there were brackets at all."""
    words = tidy(words)
    if words[:1] not in {"（", "("}:
        return words, "", False
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign in "（(") - (sign in "）)")
        if depth == 0 and sign in "）)" and not words[at + 1 : at + 2].strip():
            return tidy(words[1:at]), tidy(words[at + 1 :]), True
    return tidy(words[1:].rstrip().removesuffix("）").removesuffix(")")), "", True


def _without_group_labels(kind: ChecksKind, words: str) -> str:
    """The text without group labels (・識別情報), which the form prints between boxes."""
    lines = words.replace(GAP, " ").split("\n")
    labels = {fold(group.label) for group in kind.groups if group.label}
    return tidy("\n".join(line for line in lines if fold(line) not in labels)) if labels else tidy(words)


def _unmarked(kind: ChecksKind, words: str, read: BoxesRead) -> str:
    """Text without any mark: if it is the form's own it is no answer, as nothing was chosen."""
    left = Remainder(words)
    for label in sorted((box.label for box in kind.boxes), key=len, reverse=True):
        if left.strike(re.escape(fold(label))):
            read.doubts.add(Reason.MARK_UNCLEAR)
    while left.strike(r"\(\)件?"):
        pass
    return left.rest()
