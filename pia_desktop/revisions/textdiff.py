"""What changed within a text, in passages that a person can read: words and sentences, no confetti.

    passages("保管期間は５年とし、紙で残す。", "保管期間は７年とし、電子データで残す。")
    # SAME 保管期間は, CHANGED ５→７, SAME 年とし、, CHANGED 紙→電子データ, SAME で残す。

First sentences are matched with sentences, then words with words inside those that are alike; a sentence of
which little is left is replaced as a whole.  Rows of a table are matched with rows, and cells with cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import Final

from pia_desktop.assessment.folding import reads_same
from pia_desktop.dataclass import dataclass
from pia_desktop.revisions.tablerows import cell_pairs, is_row, row_likeness


class PassageKind(Enum):
    """Whether a passage is on both sides, on one, or changed."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of both texts: the old text and the new text in its place."""

    kind: PassageKind
    old: str
    new: str

    @property
    def only_style(self) -> bool:
        """Whether at most its look, spaces, line breaks or punctuation (、。) changed."""
        return self.kind is not PassageKind.SAME and reads_same(_unpointed(self.old), _unpointed(self.new))


_POINTS: Final = re.compile(r"[\s　]+|(?<![0-9０-９])[、。，．・､｡･,.]+|[、。，．・､｡･,.]+(?![0-9０-９])")
"""Punctuation and blanks; a point between digits is part of a number."""

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_BRACKETS: Final = dict(zip("」』）)】］]〕", "「『（(【［[〔", strict=True))
_OPENING: Final = frozenset(_BRACKETS.values())
_CLAUSE: Final = re.compile(r"[^、，・]*(?:[、，・]|$)")
_JOINING: Final = "又は|及び|並びに|若しくは"
_IDEOGRAPH: Final = "[々〆ヶ一-鿿㐀-䶿豈-\ufaff\U00020000-\U0003ffff]"
_WORD: Final = re.compile(
    f"{_JOINING}"
    f"|(?:(?!{_JOINING}){_IDEOGRAPH})+"
    "|[ぁ-ゖ゛-ゟ]+"
    "|[ァ-ヺー-ヿｦ-ﾟ]+"
    "|[0-9０-９]+(?:[.,．，][0-9０-９]+)*"
    "|[A-Za-zＡ-Ｚａ-ｚÀ-ɏ]+"
    "|[ 　]+"
    "|.",
    re.DOTALL,
)
_KANA: Final = re.compile(r"[ぁ-ゖ゛-ゟ]+")
_IDEOGRAPHS: Final = re.compile(f"{_IDEOGRAPH}+")

_LITTLE: Final = 0.45
"""Below this share of common words, a sentence is a different one."""

_ISLAND: Final = 3
"""So few unchanged characters between two changes do not read as unchanged."""

_STEM: Final = 3
"""So many common characters at the start or end of a word read as unchanged."""

_MOST_WORDS: Final = 160_000
"""Maximum pairs of words compared individually; above that, clauses are."""

_MOST_SENTENCES: Final = 3_000
"""Maximum sentences compared with each other; above that, the stretch is replaced as a whole."""

_NEAR: Final = 60
"""Of many sentences, those that stand at most so many places apart may be the same, changed."""

Pair = tuple[str, str]
"""Words of the old text and those of the new one in their place."""


def _unpointed(words: str) -> str:
    return _POINTS.sub("", words)


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """The passages of two texts in order; concatenated, each side is exactly its text.

    Neighbours are never of the same kind, and none is empty.
    """
    return tuple(_passages(_joined(_lines_kept(_joined(_pairs(old, new))))))


def _passages(pairs: Iterable[Pair]) -> Iterator[Passage]:
    for old, new in pairs:
        if old == new:
            yield Passage(PassageKind.SAME, old, new)
        elif old and new:
            yield Passage(PassageKind.CHANGED, old, new)
        else:
            yield Passage(PassageKind.REMOVED if old else PassageKind.ADDED, old, new)


def _lines_kept(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Split off a common line break at the end, which is unchanged."""
    for old, new in pairs:
        end = 1 if old != new and old.endswith("\n") and new.endswith("\n") else 0
        yield old[: len(old) - end], new[: len(new) - end]
        yield old[len(old) - end :], new[len(new) - end :]


def _joined(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Merge neighbours that are both unchanged or both changed; inserted and deleted rows stay separate."""
    held: Pair | None = None
    for old, new in pairs:
        if not old and not new:
            continue
        alike = held is not None and (held[0] == held[1]) == (old == new)
        if held is not None and alike and _whole_rows(held) == _whole_rows((old, new)):
            held = held[0] + old, held[1] + new
            continue
        if held is not None:
            yield held
        held = old, new
    if held is not None and held != ("", ""):
        yield held


def _whole_rows(pair: Pair) -> bool:
    """Whether these are table rows that exist on one side only."""
    one = "".join(pair)
    return not (pair[0] and pair[1]) and is_row(one) and one.endswith("\n")


# ---- sentences


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with its full stop and line break; together they are the text.

    A row of a table is one sentence.

    A sentence ends at 。 or at a line break, but not inside brackets that close on the same line, such as
    （平成25年法律第27号。以下「番号法」という。）.
    """
    for line in _LINE.findall(text):
        start = 0
        if is_row(line):
            yield line
            continue
        if line.count("。") > 1 or "。" in line.rstrip("。\n"):
            for end in _sentence_ends(line):
                yield line[start:end]
                start = end
        if start < len(line):
            yield line[start:]


def _sentence_ends(line: str) -> Iterator[int]:
    closed_at = _closing_places(line)
    at = 0
    while at < len(line):
        if at in closed_at:
            at = closed_at[at]  # bracketed text is part of the surrounding sentence
        elif line[at] == "。":
            behind = at + 1
            yield behind + 1 if line[behind:] == "\n" else behind
        at += 1


def _closing_places(line: str) -> dict[int, int]:
    """The position of the closing bracket for each opening one."""
    waiting: list[int] = []
    found: dict[int, int] = {}
    for at, character in enumerate(line):
        if character in _OPENING:
            waiting.append(at)
        elif character in _BRACKETS:
            while waiting and line[waiting[-1]] != _BRACKETS[character]:
                waiting.pop()  # never closed
            if waiting:
                found[waiting.pop()] = at
    return found


def _pairs(old: str, new: str) -> Iterator[Pair]:
    if old == new:
        yield old, new
        return
    before, after = list(sentences(old)), list(sentences(new))
    for tag, i, j, k, m in _opcodes(before, after):
        if tag == "equal":
            yield "".join(before[i:j]), "".join(before[i:j])
        else:
            yield from _stretch(before[i:j], after[k:m])


def _units(pattern: re.Pattern[str], text: str) -> list[str]:
    return [unit for unit in pattern.findall(text) if unit]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Like difflib's, after removing common ends; frequent units are not used as anchors."""
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    if start:
        yield "equal", 0, start, 0, start
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=True)
    for tag, i, j, k, m in matcher.get_opcodes():
        yield tag, i + start, j + start, k + start, m + start
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _stretch(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Sentences between two equal ones: similar ones side by side, in order."""
    at, other_at = 0, 0
    for i, j in _alike(old, new):
        yield "".join(old[at:i]), "".join(new[other_at:j])
        yield from _row(old[i], new[j]) if is_row(old[i]) and is_row(new[j]) else _sentence(old[i], new[j])
        at, other_at = i + 1, j + 1
    yield "".join(old[at:]), "".join(new[other_at:])


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Increasing pairs of positions that maximize the total similarity of sentences."""
    if not old or not new or len(old) + len(new) > _MOST_SENTENCES:
        return []
    near = _NEAR if len(old) * len(new) > _NEAR * _NEAR * 4 else max(len(old), len(new))
    score = _scores(old, new, near)
    best = [[0.0] * (len(new) + 1)]
    for i in range(len(old)):
        above, row = best[-1], [0.0]
        for j in range(len(new)):
            row.append(max(above[j + 1], row[-1], above[j] + score.get((i, j), 0.0)))
        best.append(row)
    found = []
    i, j = len(old), len(new)
    while i and j:
        own = score.get((i - 1, j - 1), 0.0)
        if own and best[i][j] == best[i - 1][j - 1] + own:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _scores(old: Sequence[str], new: Sequence[str], near: int) -> dict[tuple[int, int], float]:
    """The similarity of sentence pairs at most ``near`` positions apart, if they are similar."""
    words = [frozenset(_bigrams(sentence)) for sentence in new]
    found = {}
    for i, sentence in enumerate(old):
        mine = frozenset(_bigrams(sentence))
        middle = i * len(new) // len(old)
        for j in range(max(0, middle - near), min(len(new), middle + near + 1)):
            common = 2 * len(mine & words[j]) / (len(mine) + len(words[j]))
            if is_row(sentence) or is_row(new[j]):
                common = row_likeness(sentence, new[j]) if is_row(sentence) and is_row(new[j]) else 0.0
            if common >= _LITTLE:
                found[i, j] = common
    return found


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def side_by_side(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Increasing pairs of positions of equal or similar sentences or rows."""
    found: list[tuple[int, int]] = []
    for tag, i, j, k, m in _opcodes(old, new):
        if tag == "equal":
            found += zip(range(i, j), range(k, m), strict=True)
        else:
            found += [(i + one, k + other) for one, other in _alike(old[i:j], new[k:m])]
    return found


def _row(old: str, new: str) -> Iterator[Pair]:
    """The changes of a table row, cell by cell."""
    for one, other in cell_pairs(old, new):
        if one == other:
            yield one, other
        elif one and other:
            ends = one[-1] if one[-1] == other[-1] and one[-1] in "\t\n" else ""
            yield from _sentence(one.removesuffix(ends), other.removesuffix(ends))
            yield ends, ends
        else:
            yield one, other


# ---- words


def _sentence(old: str, new: str) -> Iterator[Pair]:
    """The changes of one sentence."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > _MOST_WORDS:
        before, after = _units(_CLAUSE, old), _units(_CLAUSE, new)
    found = [pair for _tag, i, j, k, m in _opcodes(before, after) for pair in _words(before[i:j], after[k:m])]
    found = _without_islands(found)
    kept = sum(len(old) for old, new in found if old == new)
    if 2 * kept < _LITTLE * (len(old) + len(new)) and not _one_sided(found):
        yield old, new
        return
    yield from found


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Changed words: one by one if equally many, else by common prefix and suffix."""
    if len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _word(one, other)
        return
    before, after = "".join(old), "".join(new)
    start = _kept(old[0], new[0])[0] if old and new else 0
    end = _kept(old[-1], new[-1])[1] if old and new and not start else 0
    if start and 1 in (len(old), len(new)):  # 被保険者等 became 被保険者、受給者等: one word, split in two
        end = min(_same(before[start:][::-1], after[start:][::-1]), len(old[-1]), len(new[-1]))
    yield before[:start], after[:start]
    yield before[start : len(before) - end], after[start : len(after) - end]
    yield before[len(before) - end :], after[len(after) - end :]


def _word(old: str, new: str) -> Iterator[Pair]:
    """A word that keeps its beginning or end: 国民健康保険課 and 国民健康保険年金課, は and はその."""
    start, end = (len(old), 0) if old == new else _kept(old, new)
    yield old[:start], new[:start]
    yield old[start : len(old) - end], new[start : len(new) - end]
    yield old[len(old) - end :], new[len(new) - end :]


def _kept(old: str, new: str) -> tuple[int, int]:
    """The length of the common prefix and suffix of a word that readers perceive as such."""
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    if _KANA.fullmatch(old) and _KANA.fullmatch(new):
        recognizable = start + end == min(len(old), len(new))
    else:
        recognizable = bool((start and end) or start + end >= _STEM) and _both_ideographs(old, new)
    return (start, end) if recognizable else (0, 0)


def _both_ideographs(old: str, new: str) -> bool:
    return bool(_IDEOGRAPHS.fullmatch(old) and _IDEOGRAPHS.fullmatch(new))


def _one_sided(pairs: Sequence[Pair]) -> bool:
    """Whether text was only inserted or only deleted, so that short unchanged text stays readable."""
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    return all(not old for old, _new in changed) or all(not new for _old, new in changed)


def _without_islands(pairs: list[Pair]) -> list[Pair]:
    """Merge short unchanged text between two larger changes into them."""
    found = list(_joined(pairs))
    merged = True
    while merged:
        merged = False
        for at in range(1, len(found) - 1):
            (old, new), before, after = found[at], found[at - 1], found[at + 1]
            if old == new and _is_island(old, before, after):
                found[at - 1 : at + 2] = [(before[0] + old + after[0], before[1] + new + after[1])]
                merged = True
                break
    return found


def _is_island(words: str, before: Pair, after: Pair) -> bool:
    if "\n" in words:
        return False
    around = min(max(map(len, before)), max(map(len, after)))
    return len(words) < _ISLAND or len(words) * 2 <= around
