"""The command that replaces words in all assessments of a cabinet: replace."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, assessment_id, cabinet_argument
from pia_desktop.cli.command import PROGRAM, Command, readable, writable
from pia_desktop.cli.console import say, say_rows
from pia_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.edits import Batch
    from pia_desktop.assessment.search import Query
    from pia_desktop.reuse.everywhere import Found, Replacement


def _replace_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument("--find", required=True, metavar="WORDS", help=_("the words to be replaced"))
    parser.add_argument(
        "--with", required=True, dest="words", metavar="WORDS", help=_("the words in their place")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only list the places; nothing is changed"))
    parser.add_argument(
        "--rows", action="store_true", help=_("add the rows of 変更箇所 that this calls for, dated today")
    )
    parser.add_argument(
        "--leave-out", type=_ids, default=(), metavar="ID,…", help=_("not in these assessments")
    )
    parser.add_argument("--match-case", action="store_true", help=_("A and a are not the same"))
    parser.add_argument("--match-width", action="store_true", help=_("Ａ and A are not the same"))
    parser.add_argument(
        "--records", action="store_true", help=_("also in 変更箇所, which records what was written once")
    )


def _ids(words: str) -> tuple[int, ...]:
    return tuple(assessment_id(word.strip()) for word in words.split(",") if word.strip())


def _replace(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.assessment.search import Query
    from pia_desktop.forms.values import clean_text, drop_forbidden

    query = Query(clean_text(drop_forbidden(options.find)), not options.match_case, not options.match_width)
    if not query.words:
        parser.error(_("--find needs words"))
    with (readable if options.dry_run else writable)(options.cabinet) as cabinet:
        _all_there(cabinet, options.leave_out)
        looked = list(_looked_through(cabinet, query, options))
        made = [_replacement(snapshot, found, query, options) for snapshot, found in looked]
        done = [one for one in made if one is not None]
        if not options.dry_run and done:
            cabinet.apply_all([(one.assessment_id, one.edit) for one in done])
    changed = {one.assessment_id for one in done}
    for _snapshot, found in looked:
        say_rows(_row(one, options.words) for one in found if one.assessment_id in changed)
    say(_summary(done, dry=options.dry_run))
    return 0


def _all_there(cabinet: Cabinet, left_out: Sequence[int]) -> None:
    """Refuse a number mistyped: the assessment it was meant to spare would be changed."""
    from db.errors import NoSuchAssessment

    known = {info.id for info in cabinet.list()}
    for one in left_out:
        if one not in known:
            raise NoSuchAssessment(cabinet.path, one)


def _looked_through(
    cabinet: Cabinet, query: Query, options: argparse.Namespace
) -> Iterator[tuple[Snapshot, tuple[Found, ...]]]:
    """The assessments in work where the words stand, and the places there."""
    from pia_desktop.reuse.everywhere import places

    for info in cabinet.list():
        if info.archived or info.trashed or info.id in options.leave_out:
            continue
        snapshot = cabinet.load(info.id)
        found = tuple(one for one in places(info.id, snapshot, query) if options.records or not one.record)
        if found:
            yield snapshot, found


def _replacement(
    snapshot: Snapshot, found: Sequence[Found], query: Query, options: argparse.Namespace
) -> Replacement | None:
    from pia_desktop.reuse.everywhere import replacement

    rows = _rows if options.rows else None
    return replacement(
        found[0].assessment_id, snapshot, [one.hit for one in found], query, options.words, rows=rows
    )


def _rows(old: Snapshot, new: Snapshot) -> Batch | None:
    from pia_desktop.revisions.following import rows_for
    from pia_desktop.rules.importance import timing

    return rows_for(old, new, timing, date.today())


def _row(one: Found, words: str) -> tuple[str, ...]:
    hit = one.hit
    return (
        str(one.assessment_id),
        one.name,
        f"{hit.before}{hit.words}{hit.after}",
        f"{hit.before}{words}{hit.after}",
    )


def _summary(done: Sequence[Replacement], *, dry: bool) -> str:
    if not done:
        return _("Nothing is there to be replaced.")
    count, where = sum(one.places for one in done), len(done)
    rows = sum(one.rows for one in done)
    words = (
        ngettext("{count:,} place would be replaced", "{count:,} places would be replaced", count)
        if dry
        else ngettext("{count:,} place replaced", "{count:,} places replaced", count)
    )
    told = [words.format(count=count)]
    within = ngettext("in {count:,} assessment", "in {count:,} assessments", where)
    told.append(within.format(count=where))
    if rows:
        more = ngettext("with {count:,} row of 変更箇所", "with {count:,} rows of 変更箇所", rows)
        told.append(more.format(count=rows))
    return " ".join(told)


def replace_commands() -> dict[str, Command]:
    """The command by name; made when asked for, because its words follow the language in use."""
    return {
        "replace": Command(
            f"{PROGRAM} replace CABINET --find WORDS --with WORDS [--dry-run] [--rows] [--leave-out ID,…]",
            _("replace words in all assessments at once: each place before and after; all or none is done"),
            _replace_arguments,
            _replace,
        ),
    }
