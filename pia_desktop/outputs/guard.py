"""The last look at a copy for the public: whether withheld words stand in it where nobody knows of them.

The output is read again as its reader will read it, not as the program believes that it wrote it.  Words that
are left in knowingly, or that the form itself prints, are told from others by what stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import LEAST, Passage, as_read, shown_words
from pia_desktop.errors import Fault, OutputError
from pia_desktop.files import Look
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _, ngettext
from pia_desktop.outputs.readers import Extract, read_output
from pia_desktop.paper.layout import Layout

_BESIDE: Final = 6
"""Characters on each side by which a place is known again."""
_SURE: Final = 4
"""So many of them on one side are enough where the other side was cut off: by a page's end, or by （略）."""
_EDGE: Final = "\0"
_CUTS: Final = ("(略)", "【非公表】")


class WordsLeaked(OutputError):
    """A copy for the public would have held withheld words; it was not written."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands before and behind a place where words may stand; empty: its text begins or ends there.

    ``own``: they are the form's own words, beside which a file may put a tick, a bracket or a comma.
    """

    before: str
    after: str
    own: bool = False


class Guard:
    """Knows what is withheld, and where its words may stand all the same.

    ``hidden`` is all that is withheld of what the output is made from, ``states`` are what it is made from
    with all of that marked: the marks say what may be seen, not what was taken out because of them.
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
        self._known: Mapping[str, Sequence[_Surroundings]] = {
            secret: (*_places(shown, secret), *_places(printed, secret, own=True)) for secret in self._secrets
        }

    def check(self, source: Path | bytes, suffix: str) -> None:
        """Look through an output.  Raises WordsLeaked with every place where withheld words stand."""
        try:
            found = [fault for extract in read_output(source, suffix) for fault in self.leaks(extract)]
        except ValueError as error:
            raise _refused([Fault("", str(error))]) from error
        if found:
            raise _refused(found)

    def look(self, suffix: str) -> Look:
        """What looks through a written file of this kind before it takes its place."""
        return lambda path: self.check(path, suffix)

    def check_words(self, where: str, texts: Iterable[str]) -> None:
        """The same for what is no file: pages that go to a printer, words that go to the clipboard."""
        found = list(self.leaks(Extract(where, "\n".join(texts))))
        if found:
            raise _refused(found)

    def leaks(self, extract: Extract) -> Iterator[Fault]:
        """The places of a text where withheld words stand and are not known to."""
        if not self._secrets:
            return
        lines = ["".join(line.split()) for line in map(folding.as_read, extract.text.splitlines())]
        text = "".join(lines)
        edges = frozenset(accumulate(map(len, lines), initial=0))
        for secret in self._secrets:
            at = text.find(secret)
            while at >= 0:
                end = at + len(secret)
                if not any(_known(text, at, end, edges, one) for one in self._known[secret]):
                    around = text[max(0, at - _BESIDE) : end + _BESIDE]
                    yield Fault(extract.where, _("“{words}”").format(words=around))
                    break
                at = text.find(secret, at + 1)


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
    """The words of laid-out pages, those of each cell together over all the pages that it stands on."""
    cells: dict[object, list[str]] = {}
    for number, page in enumerate(layout.pages):
        for at, piece in enumerate(page.placed):
            key = piece.path or (number, at)
            words = cells.setdefault(key, [])
            words += [run.text for part in piece.slices[piece.start : piece.stop] for run in part.runs]
    return ["".join(words) for words in cells.values()]


def form_words(form: Form) -> tuple[str, ...]:
    """All words that a form prints by itself."""
    return _form_words(form.edition, _Held(form))


class _Held:
    """A form, equal for the cache whatever it holds: its edition is the key."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _form_words(_edition: str, held: _Held) -> tuple[str, ...]:
    form = held.form
    parts = (form.title, form.short_title, form.mark, form.cover, form.contents, form.parts)
    return tuple(dict.fromkeys(_strings(parts)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
