"""The final check of a public copy: whether it contains withheld text in an unknown place.

The output is read back as its recipient would read it.  Text that was knowingly left in, or that the form
itself prints, is recognized by its surroundings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import Passage, as_read, shown_words
from pia_desktop.assessment.quotations import LEAST
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import Fault, OutputError
from pia_desktop.files import FileCheck
from pia_desktop.forms.printed_words import form_words
from pia_desktop.i18n import _, ngettext
from pia_desktop.outputs.readers import Extract, read_output
from pia_desktop.paper.layout import Layout

_BESIDE: Final = 6
"""Characters on each side by which a known place is recognized."""
_SURE: Final = 4
"""Sufficient characters on one side if the other is cut off by a page end or （略）."""
_EDGE: Final = "\0"
_CUTS: Final = ("(略)", "【非公表】")
_QUOTED: Final = 200
"""Characters on each side within which the marks of a quotation are looked for."""


class WordsLeaked(OutputError):
    """A public copy would have contained withheld text; it was not written."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The text before and after a place where withheld text may occur; empty at the start or end.

    ``own``: it is the form's own text, next to which a file may add a tick, bracket or comma.
    """

    before: str
    after: str
    own: bool = False


class Guard:
    """Knows what is withheld, and where the same text may occur nevertheless.

    ``hidden`` is everything withheld in the sources of the output; ``states`` are the sources, in which
    marks, not removed text, tell what is visible.
    """

    def __init__(
        self, hidden: Iterable[Passage], states: Iterable[Snapshot], also: Iterable[str] = ()
    ) -> None:
        reads = dict.fromkeys(one.read for one in hidden)
        self._secrets = tuple(read for read in reads if len(read) >= LEAST)
        texts, own = [*also], list[str]()
        for state in states if self._secrets else ():
            texts += shown_words(state)
            own += form_words(state.form)
        shown, printed = _one_text(texts), _one_text(own)
        self._shown = shown
        self._known: Mapping[str, Sequence[_Surroundings]] = {
            secret: (*_places(shown, secret), *_places(printed, secret, own=True)) for secret in self._secrets
        }

    def check(self, source: Path | bytes, suffix: str) -> None:
        """Check an output.  Raises WordsLeaked with every place that contains withheld text."""
        try:
            found = [fault for extract in read_output(source, suffix) for fault in self.leaks(extract)]
        except ValueError as error:
            raise _refused([Fault("", str(error))]) from error
        if found:
            raise _refused(found)

    def file_check(self, suffix: str) -> FileCheck:
        """A function that checks a written file of this kind before it replaces its target."""
        return lambda path: self.check(path, suffix)

    def check_words(self, where: str, texts: Iterable[str]) -> None:
        """Check text that is not in a file: pages for a printer, text for the clipboard."""
        found = list(self.leaks(Extract(where, "\n".join(texts))))
        if found:
            raise _refused(found)

    def leaks(self, extract: Extract) -> Iterator[Fault]:
        """Places in a text that contain withheld text unexpectedly."""
        if not self._secrets:
            return
        lines = ["".join(line.split()) for line in map(folding.as_read, extract.text.splitlines())]
        text = "".join(lines)
        edges = frozenset(accumulate(map(len, lines), initial=0))
        for secret in self._secrets:
            at = text.find(secret)
            while at >= 0:
                end = at + len(secret)
                known = any(_known(text, at, end, edges, one) for one in self._known[secret])
                if not known and not self._quoted(text, at, end):
                    around = text[max(0, at - _BESIDE) : end + _BESIDE]
                    yield Fault(extract.where, _("“{words}”").format(words=around))
                    break
                at = text.find(secret, at + 1)

    def _quoted(self, text: str, start: int, end: int) -> bool:
        """Whether it stands in a quotation (「…」, perhaps cut) of what is shown anyway, as in 変更の概要."""
        opening = text.rfind("「", max(0, start - _QUOTED), start)
        closing = text.find("」", end, end + _QUOTED)
        return 0 <= opening < closing and text[opening + 1 : closing].removesuffix("...") in self._shown


def _one_text(texts: Iterable[str]) -> str:
    return _EDGE.join(["", *dict.fromkeys(as_read(text) for text in texts), ""])


def _places(whole: str, secret: str, *, own: bool = False) -> Iterator[_Surroundings]:
    seen: set[_Surroundings] = set()
    at = whole.find(secret)
    while at >= 0:
        end = at + len(secret)
        before = whole[max(0, at - _BESIDE) : at].rpartition(_EDGE)[2]
        after = whole[end : end + _BESIDE].partition(_EDGE)[0]
        one = _Surroundings(before, after, own)
        if one not in seen:
            seen.add(one)
            yield one
        at = whole.find(secret, at + 1)


def _known(text: str, start: int, end: int, edges: frozenset[int], known: _Surroundings) -> bool:
    before, after = known.before, known.after
    cut_before, cut_after = text.endswith(_CUTS, 0, start), text.startswith(_CUTS, end)
    if known.own:
        cut_before = cut_before or not text[start - 1 : start].isalnum()
        cut_after = cut_after or not text[end : end + 1].isalnum()
    left = text.startswith(before, start - len(before)) if before else start in edges or cut_before
    right = text.startswith(after, end) if after else end in edges or cut_after
    if left and right:
        return True
    if left and before:
        return len(before) >= _SURE or cut_after
    if right and after:
        return len(after) >= _SURE or cut_before
    return cut_before and cut_after


def _refused(found: Sequence[Fault]) -> WordsLeaked:
    words = ngettext(
        "The copy for the public was not written: withheld words would have stood in it at {count:,} place.",
        "The copy for the public was not written: withheld words would have stood in it at {count:,} places.",
        len(found),
    )
    return WordsLeaked(
        words.format(count=len(found)),
        _("Mark the words there as withheld as well, and report this if they are marked already."),
        found,
    )


# ---- words that are known


def page_texts(layout: Layout) -> list[str]:
    """The text of laid-out pages, that of each cell joined across pages."""
    cells: dict[object, list[str]] = {}
    for number, page in enumerate(layout.pages):
        for at, piece in enumerate(page.placed):
            key = piece.path or (number, at)
            words = cells.setdefault(key, [])
            words += [run.text for part in piece.slices[piece.start : piece.stop] for run in part.runs]
    return ["".join(words) for words in cells.values()]
