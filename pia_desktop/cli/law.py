"""The command that applies a change of law to all assessments of a cabinet: law."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import (
    Parser,
    cabinet_argument,
    everywhere_arguments,
    output_argument,
    output_path,
)
from pia_desktop.cli.command import PROGRAM, Command, readable, writable
from pia_desktop.cli.console import complain, say, say_rows
from pia_desktop.cli.replaced_words import replaced_words
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.cabinet import Cabinet, Jobs
    from db.records import AssessmentInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.packs.model import Pack
    from pia_desktop.reuse.cabinet_replacement import Replacement
    from pia_desktop.reuse.law import LawPlace


@dataclass(frozen=True, slots=True)
class _Looked:
    """A searched assessment."""

    info: AssessmentInfo
    snapshot: Snapshot
    places: tuple[LawPlace, ...]
    chosen: tuple[LawPlace, ...]


def _law_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument(
        "pack",
        nargs="?",
        metavar="PACK",
        help=_("the name of a pack, or a file of the office's own; without it the packs are listed"),
    )
    parser.add_argument("--apply", action="store_true", help=_("replace, all in one step; else only list"))
    everywhere_arguments(parser)
    parser.add_argument("--doubtful", action="store_true", help=_("also the places that need a judgement"))
    parser.add_argument("--ended", action="store_true", help=_("also where the work has ended"))
    output_argument(parser, _("a report: .pdf, .docx, .xlsx or .html"), "REPORT")


def _law(options: argparse.Namespace, parser: Parser) -> int:
    if options.pack is None:
        if options.apply or options.output:
            parser.error(_("name the PACK that is to be applied or reported on"))
        return _list_packs(options.cabinet)
    if options.output is not None:
        output_path(options.output, options.cabinet)
    with (writable if options.apply else readable)(options.cabinet) as cabinet:
        pack = _pack_of(cabinet, options.pack)
        looked, left, unread = _looked_through(cabinet, pack, options)
        made = [_replacement(pack, one, options) for one in looked]
        done = [one for one in made if one is not None]
        if options.apply and done:
            edits = [(one.assessment_id, one.edit) for one in done]
            title, since = pack.title, pack.since_words
            # 0: for the cabinet as a whole, in the same transaction.
            note: Jobs = [(0, lambda work: work.add_replacement(title, since, done))]
            cabinet.apply_all(edits, jobs=note)
    for one in looked:
        say_rows(_row(one, place) for place in one.places)
    if options.output is not None:
        _report(options.output, pack, looked, left, applied=options.apply)
    _summarize(done, looked, applied=options.apply)
    return 1 if unread else 0


def _list_packs(path: Path) -> int:
    from pia_desktop.packs.loader import all_packs

    with readable(path) as cabinet:
        packs = all_packs(cabinet.setting)
    say_rows((pack.id, pack.since_words, pack.title, _("own") if pack.own else "") for pack in packs)
    return 0


def _pack_of(cabinet: Cabinet, words: str) -> Pack:
    from pia_desktop.packs.loader import all_packs, read_pack_file

    for pack in all_packs(cabinet.setting):
        if pack.id == words:
            return pack
    if Path(words).is_file():
        return read_pack_file(Path(words))
    raise UserError(
        _("There is no pack {name}.").format(name=words[:80]),
        _("“law CABINET” lists those there are; a file of your own is named by its path."),
    )


def _looked_through(
    cabinet: Cabinet, pack: Pack, options: argparse.Namespace
) -> tuple[list[_Looked], list[str], int]:
    """The places found, the names of skipped assessments with the reason, and how many could not be read."""
    from pia_desktop.reuse.law import law_places

    looked, left, unread = [], [], 0
    for info in cabinet.list():
        if info.trashed or info.archived or info.id in options.leave_out:
            continue
        if info.state == "ended" and not options.ended:
            left.append(f"{_named(info)}（終了した事務）")
            continue
        try:
            snapshot = cabinet.load(info.id)
        except UserError as error:
            complain(error)
            left.append(f"{_named(info)}（読み取れません）")
            unread += 1
            continue
        places = law_places(info.id, snapshot, pack)
        if places:
            chosen = tuple(one for one in places if _wanted(one, options))
            looked.append(_Looked(info, snapshot, places, chosen))
    return looked, left, unread


def _wanted(place: LawPlace, options: argparse.Namespace) -> bool:
    from pia_desktop.packs.model import Sure

    if place.record:
        return bool(options.records)
    return place.entry.sure is not Sure.DOUBTFUL or bool(options.doubtful)


def _replacement(pack: Pack, one: _Looked, options: argparse.Namespace) -> Replacement | None:
    from pia_desktop.office.required_rows import pack_rows
    from pia_desktop.reuse.law import law_replacement

    if not one.chosen:
        return None
    rows = pack_rows(pack.reason) if options.rows else None
    return law_replacement(one.snapshot, one.chosen, rows=rows)


def _row(one: _Looked, place: LawPlace) -> tuple[str, ...]:
    hit = place.hit
    wanted = place in one.chosen
    return (
        str(one.info.id),
        place.name,
        f"{hit.before}{hit.words}{hit.after}",
        f"{hit.before}{place.new}{hit.after}" if wanted else "",
        place.entry.sure.value,
        place.entry.open,
    )


def _report(path: Path, pack: Pack, looked: Sequence[_Looked], left: Sequence[str], *, applied: bool) -> None:
    from pia_desktop.documents.law_report import LawRow, law_document
    from pia_desktop.documents.writing import write_table
    from pia_desktop.wareki import ParsedDate

    rows = [LawRow(_named(one.info), place, place in one.chosen) for one in looked for place in one.places]
    day = ParsedDate.of(date.today()).wareki() if applied else ""
    write_table(law_document(pack, rows, left=left, day=day), path)


def _named(info: AssessmentInfo) -> str:
    return " ".join(word for word in (info.number, info.title) if word) or str(info.id)


def _summarize(done: Sequence[Replacement], looked: Sequence[_Looked], *, applied: bool) -> None:
    if not looked:
        say(_("No old reference stands in any assessment."))
        return
    say(replaced_words(done, applied=applied))
    left = sum(len(one.places) - len(one.chosen) for one in looked)
    if left:
        words = ngettext("{count:,} place is left as it is", "{count:,} places are left as they are", left)
        say(words.format(count=left))


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "law": Command(
            f"{PROGRAM} law CABINET [PACK] [--apply] [--rows] [--records] [--leave-out ID,…]"
            " [--doubtful] [--ended] [-o REPORT]",
            _("carry a change of law or of a name through all assessments; “replace --undo” takes it back"),
            _law_arguments,
            _law,
        ),
    }
