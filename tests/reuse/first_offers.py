"""How often the first offer at an item is what a person would take.

An office's cabinet of 200 is filled with the assessments given and the shipped ones, each for many
operations and in words of its own.  At the items of an assessment given, what the others say there is asked
for as if nothing stood there yet.  The first offer is taken if it says what does stand there: the same
choice, or most of the same words.  Dashes are left out: they are never offered.

    python -m tests.reuse.first_offers [ASSESSMENT.json…]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.reuse import reworded
from db.cabinet import Cabinet
from pia_desktop.assessment.node import NodePath
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from pia_desktop.paths import resource_root
from pia_desktop.revisions.matching import text_likeness
from ui.reuse.heard import Heard
from ui.reuse.lookup import Asked, can_be_asked, look_up, naming_item

OFFICE = 200
ITEMS = 30
LIKE_ENOUGH = 0.6
_DASHES = "—―－-"
_SHOWN = 60
OPERATIONS = (
    *(
        "介護保険",
        "予防接種",
        "国民健康保険",
        "児童手当",
        "個人住民税",
        "固定資産税",
        "後期高齢者医療",
        "生活保護",
    ),
    *("障害福祉", "国民年金", "母子保健", "健康増進", "就学援助", "公営住宅", "災害対策", "児童扶養手当"),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands at a place, what is offered first there, and the milliseconds that it took."""

    path: NodePath
    words: str
    offered: str
    taken: float

    @property
    def fits(self) -> bool:
        """Whether a person would take it."""
        return text_likeness(self.words, self.offered) >= LIKE_ENOUGH


def shipped() -> list[ImportedAssessment]:
    """The invented assessments of the program."""
    return [read_file(path) for path in sorted((resource_root() / "samples").glob("*.json"))]


def fill(cabinet: Cabinet, documents: Sequence[ImportedAssessment], count: int = OFFICE) -> None:
    """Put the documents in, in turn, each time for another operation."""
    rng = random.Random(7)
    for number in range(count):
        found = documents[number % len(documents)]
        operation = OPERATIONS[number // len(documents) % len(OPERATIONS)]
        root = reworded(found, rng)
        answers = {**root.answers, found.form.roles.title: f"{operation}に関する事務"}
        cabinet.new(found.form, replace(root, answers=answers))


def offers(cabinet: Cabinet, found: ImportedAssessment) -> list[Offer]:
    """The first offer at the first place of every item that is answered with more than a dash."""
    number, heard = cabinet.new(found.form, found.root), Heard()
    made = []
    for path, words in _places(found):
        naming = naming_item(found.form, path[-1])
        names = found.root.at(path[:-1]).answers
        name = str(names.get(naming, "")) if naming and naming != path[-1] else ""
        begun = time.perf_counter()
        looked = look_up(cabinet, Asked(number, found.form, path, "", name), heard)
        taken = (time.perf_counter() - begun) * 1000
        first = looked.suggestions[0].text if looked.suggestions else ""
        made.append(Offer(path, words, first, taken))
    cabinet.delete(number)
    return made


def _places(found: ImportedAssessment) -> Iterator[tuple[NodePath, str]]:
    """The first place of each item, and what stands there."""
    seen: set[str] = set()
    for path, node in found.root.walk():
        if found.form.roles.changes in path:
            continue
        for item_id, value in node.answers.items():
            words = found.form.item(item_id).kind.format(value)
            if item_id not in seen and words not in _DASHES and can_be_asked(found.form, item_id):
                seen.add(item_id)
                yield (*path, item_id), words


def spread(made: Sequence[Offer], count: int = ITEMS) -> list[Offer]:
    """So many of them from the first to the last part of the form."""
    return [made[number * len(made) // count] for number in range(min(count, len(made)))]


def main(paths: Sequence[str]) -> None:
    """Print the figures of each assessment, then every offer of the 30 and each that does not fit."""
    asked = [read_file(Path(path)) for path in paths] or shipped()
    documents = [*asked, *shipped()] if paths else asked
    with tempfile.TemporaryDirectory() as folder, Cabinet.create(Path(folder) / "office.pia") as cabinet:
        fill(cabinet, documents)
        for found in asked:
            made = offers(cabinet, found)
            chosen = spread(made)
            title = found.root.answers[found.form.roles.title]
            print(
                f"{title}: {sum(one.fits for one in chosen)} of {len(chosen)};"
                f" at all items {sum(one.fits for one in made)} of {len(made)};"
                f" at worst {max(one.taken for one in made):.0f} ms"
            )
            for one in made:
                if one in chosen or not one.fits:
                    mark = "○" if one.fits else "×"
                    print(f"  {mark} {one.path[-1]}: {one.words[:_SHOWN]!r} ← {one.offered[:_SHOWN]!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
