"""Lays the files that a new edition of a form needs, and lists what is open: ``python3 dev.py new-edition``.

``lay`` writes them from those of the form's last edition.  What is still open is found by the program's own
loaders in a process of its own, because what they read is kept for as long as a process runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pia_desktop.assessment.numerals import full_width
from pia_desktop.errors import DefinitionError, UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import edition_files, edition_name, find_form
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import Form, Place
from pia_desktop.guidance import entries
from pia_desktop.paths import resource_root
from pia_desktop.revisions.relations import Step, sharings, steps_of
from pia_desktop.rules.checks.rulebook import rulebook
from pia_desktop.wareki import normalise_date_words, parse_date
from tests.forms.facts import facts_file
from tests.paper.golden import golden_file

USAGE: Final = "python3 dev.py new-edition FORM EDITION, such as: new-edition yoshiki3 令和9年4月"
_MOVES: Final = """\
# What became of the items of {name} from each edition to the next.  Ids that stand in both editions and are
# not named here mean the same item.  Notation: docs/forms.md.
form: {form}
moves:
"""
_STEP: Final = """\
- from: {before}
  to: {after}
"""


def lay(form_id: str, edition: str) -> list[Path]:
    """Write definition, rules and step of a new edition; what was written.

    Raises SystemExit with a reason, and has written nothing then.
    """
    edition = normalise_date_words(edition)
    versions = [version for form, version in edition_files() if form == form_id]
    if not versions:
        known = dict.fromkeys(form for form, _version in edition_files())
        raise SystemExit(f"There is no form {form_id}; there are: {', '.join(known)}")
    if edition_name(form_id, edition) in versions:
        raise SystemExit(f"{form_id} {edition} is there already.")
    last, stem = versions[-1], f"{form_id}-{_year_and_month(edition)}"
    source = edition_files()[form_id, last]
    if stem <= source.stem:
        raise SystemExit(f"{edition} must be later than the last edition, {last}.")
    written = [_copied(source, stem, last, edition)]
    rules = resource_root() / "rules" / source.name
    written += [_copied(rules, stem, last, edition)] if rules.exists() else []
    return [*written, _step_added(form_id, last, edition)]


def _year_and_month(edition: str) -> str:
    day = parse_date(edition)
    if day is None or day.month is None or day.day is not None:
        raise SystemExit(f"“{edition}” is not a month such as 令和9年4月.")
    return f"{day.year}-{day.month:02}"


def _copied(source: Path, stem: str, last: str, edition: str) -> Path:
    """A file of the last edition under the new one's name, in its version, its mark and its first comment."""
    target = source.with_name(f"{stem}.yaml")
    text = source.read_text(encoding="utf-8")
    text = re.sub(r"^formerly: .*\n", "", text, count=1, flags=re.MULTILINE)
    text = text.replace(_in_mark(last), _in_mark(edition), 1)
    target.write_text(text.replace(last, edition), encoding="utf-8", newline="\n")
    return target


def _in_mark(edition: str) -> str:
    """As the mark on the cover says it: 令和６年10月, lone digits in full width."""
    return re.sub(r"(?<!\d)\d(?!\d)", lambda digit: full_width(int(digit[0])), edition)


def _step_added(form_id: str, before: str, after: str) -> Path:
    target = resource_root() / "relations" / f"moves-{form_id}.yaml"
    if target.exists():
        text = target.read_text(encoding="utf-8").rstrip("\n") + "\n"
    else:
        form = find_form(form_id)
        numeral = form.mark.strip("[]").rpartition("　")[2]
        text = _MOVES.format(form=form_id, name=f"{numeral} {form.short_title}")
    target.write_text(text + _STEP.format(before=before, after=after), encoding="utf-8", newline="\n")
    return target


# ---- what is open


def open_points(form_id: str) -> Iterator[str]:
    """What is still to be done for the newest edition of a form, in the order in which one does it."""
    folder = resource_root()
    try:
        form = find_form(form_id)
        step = steps_of(form_id)[-1]
    except (DefinitionError, UserError, IndexError) as error:
        yield from _faults(error)
        return
    old = find_form(form_id, step.before)
    path = edition_files()[form_id, form.version]
    if (form.places, form.lists, form.title, form.parts) == (old.places, old.lists, old.title, old.parts):
        name = path.relative_to(folder.parent).as_posix()
        yield f"{name}: says what {step.before} says; write what the edition changed"
    yield from _lost_options(old, form, step)
    for reader in (lambda: rulebook(form), lambda: entries(form), sharings):
        yield from _faults_of(reader)
    if not facts_file(form_id, form.version).exists():
        yield "tests/forms/facts: no facts to hold the definition to (docs: tests/forms/facts.py)"
    if not golden_file(f"blank:{path.stem}").exists():
        yield "tests/golden: no golden page; look at the pages, then python -m tests.paper.golden"
    sample = folder / "samples" / f"{form_id}.json"
    if sample.exists() and read_file(sample).form is not form:
        yield f"resources/samples/{sample.name}: is of {read_file(sample).form.version}; may stay so"
    for name in ("README.md", "CHANGELOG.md"):
        if form.version not in (folder.parent / name).read_text(encoding="utf-8"):
            yield f"{name}: does not name {form.version}"


def _lost_options(old: Form, new: Form, step: Step) -> Iterator[str]:
    """The options that items no longer have and the step does not rename: answers that say so lose them."""
    lost: dict[str, list[str]] = {}
    for item_id, place in old.places.items():
        there = new.places.get(step.renamed.get(item_id, item_id))
        known = [*_options(there), *step.options.get(item_id, {})] if there else _options(place)
        for words in _options(place):
            if words not in known:
                lost.setdefault(words, []).append(item_id)
    for words, items in lost.items():
        yield f"moves-{old.id}.yaml: {words!r} is no option any more, and not renamed: {', '.join(items)}"


def _options(place: Place) -> list[str]:
    kind = place.item.kind
    return [option.words for option in kind.options] if isinstance(kind, ChoiceKind) else []


def _faults_of(reader: Callable[[], object]) -> Iterator[str]:
    try:
        reader()
    except DefinitionError as error:
        yield from _faults(error)


def _faults(error: Exception) -> Iterator[str]:
    yield from map(str, error.faults if isinstance(error, DefinitionError) else [error])


def main(arguments: list[str]) -> int:
    """``FORM EDITION`` lays the files; ``--open FORM`` lists what is open, again and again."""
    if len(arguments) != 2:
        raise SystemExit(USAGE)
    if arguments[0] == "--open":
        points = list(open_points(arguments[1]))
        print("\n".join([*points, f"{len(points)} open"]))
        return 0
    for path in lay(*arguments):
        print("laid", path.relative_to(resource_root().parent).as_posix())
    again = [sys.executable, "-m", "tests.forms.new_edition", "--open", arguments[0]]
    subprocess.run([sys.executable, "-m", "tests.paper.golden", "--new"], check=True)
    return subprocess.run(again, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
