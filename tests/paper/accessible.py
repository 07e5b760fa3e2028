"""All that the program prints, held to PDF/UA-1 and PDF/A-2a: ``python -m tests.paper.accessible [WORD…]``.

Blank forms, samples, their copies for each purpose, both sizes of type, comparisons, the guide, remarks, and
some pages of each.  ``WORD`` chooses outputs by their names.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from benchmarks.cabinet import varied
from benchmarks.paper import partly_withheld
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.council import ChosenChange, comparison_document, council_document
from pia_desktop.documents.guide import layout_guide
from pia_desktop.documents.hearing import Hearing, counter_layout, hearing_layout
from pia_desktop.documents.remarks import RemarkRow, remarks_document
from pia_desktop.documents.sheets import table_pdf
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.paper.copies import Copy
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from pia_desktop.revisions.compare import Comparison, compare
from tests.paper.documents import document, document_names, layout_of, short_name
from tests.paper.ua.check import all_faults

LARGE: Final = 1.25
EXCERPTS: Final = 20
MOMENT: Final = datetime(2026, 4, 1, 9, 30)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was made, and what it is called here."""

    name: str
    data: bytes


def written(names: list[str], scale: float = 1.0) -> Iterator[Written]:
    """The prints of some of the tests' documents, at a size of type."""
    for name in names:
        yield Written(short_name(name), draw_pdf(layout_of(name, scale), document(name).pictures))


def copies(purpose: Copy, names: list[str]) -> Iterator[Written]:
    """The samples with passages withheld, as a copy for a purpose."""
    for name in names:
        found = document(name)
        options = PrintOptions(copy=purpose, moment=MOMENT, version="第2版　審議会資料")
        layout = layout_assessment(partly_withheld(found.snapshot), found.pictures, options=options)
        yield Written(f"{short_name(name)} {purpose.value}", draw_pdf(layout, found.pictures))


def _compared(name: str) -> Comparison:
    """A sample with words put into each of its longer answers."""
    found = document(name).snapshot
    return compare(found, Snapshot(found.form, varied(found.root, "（改めた言葉）")))


def comparisons(names: list[str]) -> Iterator[Written]:
    for name in names:
        table = comparison_document(_compared(name), abridged=True)
        yield Written(f"{short_name(name)} comparison", table_pdf(table))


def council_tables(names: list[str]) -> Iterator[Written]:
    for name in names:
        found = _compared(name)
        chosen = [ChosenChange(change, "観点") for change in found.changes]
        table = council_document(found, chosen, layout_assessment(found.new))
        yield Written(f"{short_name(name)} council", table_pdf(table))


def hearings(names: list[str]) -> Iterator[Written]:
    """What the public is shown: the bound paper of a hearing, and the large copy for the counter."""
    for name in names:
        found, pictures = _compared(name), document(name).pictures
        chosen = [ChosenChange(change) for change in found.changes]
        layout = hearing_layout(Hearing(found.new, found.new, found, chosen, moment=MOMENT), pictures)
        yield Written(f"{short_name(name)} hearing", draw_pdf(layout, pictures))
        layout = counter_layout(found.new, found.new, pictures)
        yield Written(f"{short_name(name)} counter", draw_pdf(layout, pictures))


def guides(editions: Iterable[tuple[str, str]], scale: float = 1.0) -> Iterator[Written]:
    for form, version in editions:
        layout = layout_guide(find_form(form, version), Style(scale))
        yield Written(f"guide {form} {version}", draw_pdf(layout, document(document_names()[0]).pictures))


def remarks() -> Iterator[Written]:
    for count in (0, 1, 60):
        rows = [
            RemarkRow(f"Ⅱ.{n}", "意見の言葉。" * n, "対応の言葉。" * (n % 7), n % 2 == 0, f"部{n // 9}")
            for n in range(count)
        ]
        yield Written(f"remarks {count}", table_pdf(remarks_document(rows, lines=["評価書番号 1"])))


def excerpts() -> Iterator[Written]:
    """Some pages of each document, of which many begin in the middle of something."""
    chance = random.Random(1)
    for name in document_names():
        count = len(layout_of(name).pages)
        for _time in range(EXCERPTS):
            pages = sorted(chance.sample(range(count), min(count, chance.randint(1, 5))))
            words = ", ".join(str(page + 1) for page in pages)
            yield Written(
                f"{short_name(name)}: {words}", draw_pdf(layout_of(name), document(name).pictures, pages)
            )


BLANK: Final = [name for name in document_names() if name.startswith("blank:")]
FILLED: Final = [name for name in document_names() if not name.startswith("blank:")]
SHORT: Final = [name for name in FILLED if name.endswith("yoshiki2.json")]
OUTPUTS: Final[dict[str, Callable[[], Iterator[Written]]]] = {
    "blank": partial(written, BLANK),
    "samples": partial(written, FILLED),
    "large type": partial(written, FILLED, LARGE),
    **{f"copies {purpose.value}": partial(copies, purpose, FILLED) for purpose in Copy},
    **{f"short {purpose.value}": partial(copies, purpose, SHORT) for purpose in Copy},
    **{f"comparison {short_name(name)}": partial(comparisons, [name]) for name in FILLED},
    **{f"council {short_name(name)}": partial(council_tables, [name]) for name in FILLED},
    **{f"hearing {short_name(name)}": partial(hearings, [name]) for name in FILLED},
    "guide": partial(guides, edition_files()),
    "large guide": partial(guides, edition_files(), LARGE),
    "short guide": partial(guides, [one for one in edition_files() if one[0] == "yoshiki2"][:1]),
    "remarks": remarks,
    "excerpts": excerpts,
}


def main(words: list[str]) -> int:
    files = found = 0
    for name, make in OUTPUTS.items():
        if words and not any(word in name for word in words):
            continue
        for one in make():
            faults = all_faults(one.data)
            files, found = files + 1, found + len(faults)
            for fault in faults[:10]:
                print(f"{one.name}: {fault.condition} {fault.words}")
        print(f"{name}: {files} files looked at so far, {found} faults", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
