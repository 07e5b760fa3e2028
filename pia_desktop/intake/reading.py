"""Reads a document: front end, edition, alignment, answers, report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import ANNEXES, Form
from pia_desktop.intake.absent import doubt_strayed, not_found, out_of_order
from pia_desktop.intake.anchors import anchors_of
from pia_desktop.intake.annexes import take_annexes
from pia_desktop.intake.answers import Answers
from pia_desktop.intake.cells import Reason, Source
from pia_desktop.intake.doubled import read_once
from pia_desktop.intake.edition import Recognised, recognise
from pia_desktop.intake.figures import pictures_of, usable
from pia_desktop.intake.gather import gather
from pia_desktop.intake.kinds import open_source
from pia_desktop.intake.matching import Matcher
from pia_desktop.intake.ordering import best_way
from pia_desktop.intake.overlong import cut_overlong
from pia_desktop.intake.plansheets import without_plan
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.report import DocPath, Notes, Outcome, Report, sheets_of
from pia_desktop.intake.strangers import doubt_strangers
from pia_desktop.intake.tearing import is_torn
from pia_desktop.intake.words import fold, tidy


def read_here(path: Path, form: Form | None = None) -> Outcome:
    """Read a document in this process.  Raises Refused."""
    return read_source(open_source(path), form)


def read_source(source: Source, form: Form | None = None) -> Outcome:
    """Read the output of a front end."""
    sheets = sheets_of(source.cells)
    notes = Notes()
    source = replace(source, pictures=tuple(usable(source.pictures, notes)))
    source, annexes = take_annexes(without_plan(read_once(source)), notes)
    known = recognise(source.cells, form, scraps=source.scraps)
    anchors = anchors_of(known.form)
    matcher = Matcher(anchors)
    source, cells, way = best_way(matcher, source)
    cells = doubt_strangers(anchors, cells, way)
    found = gather(anchors, cells, way.meetings)
    if not source.tidy and is_torn(way, found.slots):
        raise Refused("torn")
    strayed = [cells[at] for at in way.strayed]
    if out_of_order(anchors, found, strayed):
        raise Refused("pages")
    doubt_strayed(found, strayed)
    answers = Answers(known.form, notes)
    pictures = pictures_of(found.slots, source.pictures, notes)
    for at, slot in enumerate(found.slots):
        answers.take(slot, pictures.get(at, ()))
    for path, cell, value in answers.beside.doubtful(grid=source.grid):
        if not any(doubt.path == path and doubt.reason is Reason.SEVERAL_CELLS for doubt in notes.doubts):
            notes.doubt(path, {Reason.SEVERAL_CELLS}, cell, value)
    names = answers.file_names()
    unknown = [slot.file_name for slot in found.slots if slot.file_name is not None]
    unknown = [cell for cell in unknown if fold(cell.text)[1:-1] not in names]
    own, title = option_words(known.form), fold(known.form.title)
    for cell in (*found.loose, *source.furniture, *unknown):
        if not (cell.sheet.hidden and fold(cell.text) in own):
            notes.leave(tidy(cell.text), cell)
    notes.left = [left for left in notes.left if fold(left.text) != title]  # repeated, as on web pages
    answers.doubt_mixed(found.slots)
    answers.drop_repeated()
    own_annexes = {ANNEXES: annexes} if annexes else {}
    document = cut_overlong({**answers.document(), **own_annexes}, notes)
    report = _report(known, answers.answered, notes, not_found(anchors, found))
    return Outcome(document, report, notes.places, sheets)


def _report(known: Recognised, answered: int, notes: Notes, missing: Iterable[DocPath]) -> Report:
    doubtful = len({doubt.path for doubt in notes.doubts if doubt.read is not None})
    return Report(
        known.form.id,
        known.form.version,
        max(answered - doubtful, 0),
        tuple(notes.doubts),
        tuple(notes.left),
        tuple(missing),
        known.named,
    )


def option_words(form: Form) -> frozenset[str]:
    """The folded texts of all options: a hidden sheet lists them for drop-down lists."""
    found: set[str] = set()
    for place in form.places.values():
        kind = place.item.kind
        if isinstance(kind, ChoiceKind):
            found.update(fold(option.words) for option in kind.options)
        elif isinstance(kind, ChecksKind):
            found.update(fold(box.label) for box in kind.boxes)
    return frozenset(found)
