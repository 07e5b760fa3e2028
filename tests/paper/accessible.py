"""All that the program prints, held to PDF/UA-1 and PDF/A-2a: ``python -m tests.paper.accessible [WORD…]``.

Blank forms, samples, their copies for each purpose, both sizes of type, comparisons, the guide, remarks, and
some pages of each.  ``WORD`` chooses outputs by their names.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from benchmarks.cabinet import varied
from benchmarks.paper import partly_withheld
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.documents.assessment_outline import assessment_outline
from pia_desktop.documents.council import ChosenChange, comparison_document, council_document, lines_of
from pia_desktop.documents.guide import layout_guide
from pia_desktop.documents.hearing import Hearing, counter_layout, hearing_layout
from pia_desktop.documents.manual import manual_pdf
from pia_desktop.documents.opinions import OpinionRow, opinions_document
from pia_desktop.documents.plan import plan_document
from pia_desktop.documents.register import register_document
from pia_desktop.documents.remarks import RemarkRow, remarks_document
from pia_desktop.documents.review_sheet import PointFound, review_sheet
from pia_desktop.documents.sheets import table_pdf
from pia_desktop.documents.year import year_document
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES
from pia_desktop.forms.values import DataTable, Figure
from pia_desktop.guidance.review import review_points
from pia_desktop.manual import read_manual
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from pia_desktop.registers.loader import all_registers
from pia_desktop.registers.rows import Source, rows_of
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


def going_on(names: list[str]) -> Iterator[Written]:
    """Prints with labels said again where an answer goes on."""
    for name in names:
        found = document(name)
        layout = layout_assessment(found.snapshot, found.pictures, Style(continued=True))
        yield Written(f"{short_name(name)} continued", draw_pdf(layout, found.pictures))


def annexes(names: list[str]) -> Iterator[Written]:
    """別紙: words alone, a narrow table, one that lies sideways, one without a title."""
    tables = [DataTable.of([["区分", "内容"], ["一", "二"]], head=True)]
    tables.append(DataTable.of([[f"列{n}" for n in range(9)]] * 60, head=True))
    bodies = [Figure(("別紙の言葉。" * 50,)), *(Figure(("前", table, "後")) for table in tables)]
    entries = {f"a{n}": Node({ANNEX_TITLE: f"題{n}", ANNEX_BODY: one}) for n, one in enumerate(bodies)}
    entries["bare"] = Node({ANNEX_BODY: bodies[0]})
    for name in names:
        found = document(name)
        root = Node(found.snapshot.root.answers, {**found.snapshot.root.lists, ANNEXES: entries})
        layout = layout_assessment(Snapshot(found.snapshot.form, root), found.pictures)
        yield Written(f"{short_name(name)} annexes", draw_pdf(layout, found.pictures))


def papers(names: list[str]) -> Iterator[Written]:
    """What is made of an assessment for its office and its reviewers: sheets, an outline, lists."""
    for name in names:
        found = document(name).snapshot
        lines = lines_of(found)
        told = {"soundness.work": PointFound("適", "所見の言葉。" * 40)}
        yield Written(
            f"{short_name(name)} review", table_pdf(review_sheet(found, review_points(), told, lines))
        )
        yield Written(f"{short_name(name)} outline", table_pdf(assessment_outline(found, lines=lines)))
        source = Source(1, found.form.id, found.form.version, "", "", 0)
        for register in all_registers():
            table = register_document(register, rows_of(register, source, found.form, found.root))
            yield Written(f"{short_name(name)} register {register.title.ja}", table_pdf(table))
    opinions = [
        OpinionRow(n, "令和8年4月1日", "Ⅰ", "要旨。" * n, "考え方。" * n, "反映。") for n in range(1, 40)
    ]
    yield Written("opinions", table_pdf(opinions_document(opinions, lines=["評価書番号 1"])))
    yield Written("manual", manual_pdf(read_manual(), ("操作の手引き",)))
    for count in (0, 60):
        rows = [
            (date(2026, 1 + n % 12, 1), (f"{n}日", "見直し", "評価書", "所管課", "備考", "状態"))
            for n in range(count)
        ]
        width = len(year_document([], []).columns)
        year = year_document([(day, words[:width]) for day, words in rows], ["令和8年度"])
        yield Written(f"year {count}", table_pdf(year))
        plan = plan_document("計画管理書", [("番号", 1), ("名称", 4)], [("1", "名称")] * count, ["作成日"])
        yield Written(f"plan {count}", table_pdf(plan))


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
    "continued": partial(going_on, FILLED),
    "annexes": partial(annexes, SHORT),
    "papers": partial(papers, SHORT),
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
