"""Answers and entries as text for 変更箇所, with their withheld spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import accumulate, pairwise
from typing import Final

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.numerals import full_width
from pia_desktop.assessment.small_headings import SMALL_HEADING
from pia_desktop.assessment.withheld import WHOLE, Span, Spans, ordered, replaced, within
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.figure_kind import FigureKind, block_words
from pia_desktop.forms.kinds import CountKind, TextualKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Figure, Value
from pia_desktop.revisions.textdiff import Passage, PassageKind, passages, sentences

LEFT_OUT: Final = "（略）"
"""Stands for a long passage that did not change."""
BLANK: Final = "（記載なし）"
REMOVED: Final = "（削除）"
OTHER_PICTURE: Final = "（図の差替え）"

_LEAST: Final = 30
"""Characters of unchanged sentences that are worth leaving out."""

_LEAST_AT_HEADING: Final = 10
"""The same beside a heading that stays."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its withheld spans (or None)."""

    text: str = ""
    withheld: Spans | None = None

    def without(self, cuts: Sequence[Span]) -> Words:
        """A copy with （略） in place of these spans, given in order."""
        text, spans = self.text, self.withheld
        for start, end in reversed(cuts):
            text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
            spans = None if spans is None else replaced(spans, start, end, len(LEFT_OUT)) or None
        return Words(text, spans)


@dataclass(slots=True)
class Pen:
    """Concatenates texts and shifts their withheld spans."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def write(self, text: str, withheld: Spans | None = None) -> None:
        """Append a text; ``withheld`` is relative to it."""
        start = len(self.text)
        if withheld == WHOLE:
            withheld = ((0, len(text)),)
        self.spans += [(start + first, start + last) for first, last in withheld or ()]
        self.text += text

    def words(self) -> Words:
        """The result."""
        return Words(self.text, ordered(self.spans) or None)


def joined(many: Sequence[Words], between: str = "\n") -> Words:
    """The concatenated texts."""
    pen = Pen()
    for number, words in enumerate(many):
        pen.write(between if number else "")
        pen.write(words.text, words.withheld)
    return pen.words()


def numbered(many: Sequence[Words]) -> Words:
    """Texts of several places in one cell: （１）…, （２）…; duplicates once."""
    if len({words.text for words in many}) == 1:
        return many[0]
    return joined([joined([Words(f"（{full_width(n)}）"), words], "") for n, words in enumerate(many, 1)])


# ---- answers


def host_of(form: Form, item_id: str) -> Item:
    """The item in whose cell an item prints: 委託の有無 for the number beside it, usually itself."""
    place = form.places[item_id]
    above = place.parents[-1] if place.parents else None
    return above if above is not None and place.item in above.companions else place.item


def cell_words(node: Node, item: Item) -> Words:
    """The text of an item's cell: its answer, and the number or detail beside it."""
    pen = Pen()
    for one in (item, *item.companions):
        value = node.answers.get(one.id)
        if value is None:
            continue
        words = answer_words(one, value, node.withheld.get(one.id))
        if one is item:
            pen.write(words.text, words.withheld)
        elif isinstance(one.kind, CountKind):
            pen.write(f"（{value}）{one.kind.unit}", words.withheld and WHOLE)
        else:
            pen.write(f"（{plain(one.label or '')}：")
            pen.write(words.text, words.withheld)
            pen.write("）")
    return pen.words()


def answer_words(item: Item, value: Value, withheld: Spans | None = None) -> Words:
    """An answer as printed, pictures by their captions."""
    if isinstance(value, Figure) and isinstance(item.kind, FigureKind):
        return joined(list(_run_words(value, withheld)))
    text = item.kind.format(value)
    passages_too = isinstance(item.kind, TextualKind)
    return Words(text, withheld if passages_too else withheld and WHOLE)


def _run_words(run: Figure, withheld: Spans | None) -> Iterator[Words]:
    begins = dict(run.begins())
    for index, block in enumerate(run.blocks):
        if not isinstance(block, str):
            yield Words(block_words(block), WHOLE if withheld == WHOLE or block.withheld else None)
        elif block:
            yield Words(block, within(withheld, begins[index], begins[index] + len(block)))


def entry_words(form: Form, list_id: str, node: Node) -> Words:
    """The text of an entry: each answer after its item's name, in printed order."""
    lines = []
    for item_id in form.lists[list_id].item_ids:
        item = form.item(item_id)
        if host_of(form, item_id) is not item:
            continue
        words = cell_words(node, item)
        if words.text:
            name = " ".join(_names(form, item_id))
            lines.append(joined([Words(f"{name}：" if name else ""), words], ""))
    return joined(lines)


def _names(form: Form, item_id: str) -> Iterator[str]:
    place = form.places[item_id]
    for item in (*place.parents, place.item):
        if item.label:
            yield plain(item.label)


def entry_name(form: Form, list_id: str, node: Node) -> Words:
    """The name of an entry: the item beside its number, else its first answer."""
    ids = list(form.lists[list_id].item_ids)
    heading = next(
        (
            section.repeat.heading
            for part in form.all_parts
            for section in part.sections
            if section.repeat and section.repeat.id == list_id and section.repeat.heading
        ),
        form.roles.file_name if form.roles.file_name in ids else None,
    )
    for item_id in [*([heading] if heading else []), *ids]:
        value = node.answers.get(item_id)
        if isinstance(value, str):
            one_line = value.split("\n")[0]
            spans = node.withheld.get(item_id)
            return Words(one_line, spans and WHOLE)
    return Words()


# ---- blocks


@dataclass(frozen=True, slots=True)
class TextSection:
    """A stretch of a text under a heading line; the first may have none."""

    heading: str
    text: str


def sections_of(text: str) -> list[TextSection]:
    """A long answer split at the office's heading lines; concatenated they are the text."""
    starts = [match.start() for match in SMALL_HEADING.finditer(text)]
    heads = {match.start(): match.group().strip() for match in SMALL_HEADING.finditer(text)}
    places = [*([0] if text[: (starts or [len(text)])[0]] else []), *starts, len(text)]
    return [TextSection(heads.get(start, ""), text[start:end]) for start, end in pairwise(places)]


# ---- （略）


def abridged(old: Words, new: Words) -> tuple[Words, Words]:
    """Both texts without unchanged sentences that are not beside a change.

    The nearest heading line (【…】, ＜…＞) above a change is kept for orientation.
    """
    found = passages(old.text, new.text)
    ends = list(accumulate(len(sentence) for sentence in sentences(new.text)))
    old_cuts: list[Span] = []
    new_cuts: list[Span] = []
    at, other_at = 0, 0
    for number, one in enumerate(found):
        if one.kind is PassageKind.SAME and len(found) > 1:
            behind = found[number + 1 :][:1]
            split = _split(one.new, [end - other_at for end in ends])
            for start, end in _cuts(split, found[number - 1] if number else None, behind):
                old_cuts.append((at + start, at + end))
                new_cuts.append((other_at + start, other_at + end))
        at, other_at = at + len(one.old), other_at + len(one.new)
    return old.without(_as_one(old.text, old_cuts)), new.without(_as_one(new.text, new_cuts))


def _as_one(text: str, cuts: Sequence[Span]) -> list[Span]:
    """Neighbouring spans with only spaces between them merged, so that （略） is not repeated."""
    merged: list[Span] = []
    for start, end in cuts:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _split(words: str, ends: Sequence[int]) -> list[str]:
    """A passage split at the sentence ends of the whole text, since it may begin inside brackets."""
    places = [0, *(end for end in ends if 0 < end < len(words)), len(words)]
    return [words[start:end] for start, end in pairwise(places)]


def _cuts(split: Sequence[str], before: Passage | None, behind: Sequence[Passage]) -> Iterator[Span]:
    """The spans to omit of an unchanged passage, given as sentences."""
    words = "".join(split)
    start, end = _left_out(split, before, behind)
    heading = _last_heading(words, start, end) if behind else None
    for first, last in ((start, heading[0]), (heading[1], end)) if heading else ((start, end),):
        first += words[first:last].startswith("\n")
        last -= words[first:last].endswith("\n")
        if last - first >= (_LEAST if heading is None else _LEAST_AT_HEADING):
            yield first, last


def _last_heading(words: str, start: int, end: int) -> Span | None:
    found = [match.span() for match in SMALL_HEADING.finditer(words, start, end)]
    return found[-1] if found else None


def _left_out(split: Sequence[str], before: Passage | None, behind: Sequence[Passage]) -> Span:
    """The whole sentences of an unchanged passage that are not part of a changed one.

    The sentence before an insertion or deletion is kept for orientation.
    """
    words = "".join(split)
    start, end = 0, len(words)
    if before is not None and not _ends(before):
        start = len(split[0])
    one_sided = any(not one.old or not one.new for one in behind)
    if behind and (one_sided or not words.endswith(("。", "\n"))):
        end -= len(split[-1])
    if words[:end].endswith("\n"):
        end -= 1
    return start, max(start, end)


def _ends(change: Passage) -> bool:
    """Whether a change extends to the end of a sentence."""
    return (change.new or change.old).endswith(("。", "\n"))
