"""The command that replaces text in all assessments of a cabinet: replace."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, assessment_id, cabinet_argument, everywhere_arguments
from pia_desktop.cli.command import PROGRAM, Command, readable, writable
from pia_desktop.cli.console import complain, say, say_rows, warn
from pia_desktop.cli.replaced_words import replaced_words
from pia_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.cabinet import Cabinet, Jobs
    from db.records import AssessmentInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.search import Query
    from pia_desktop.reuse.cabinet_replacement import Found, Replacement
    from pia_desktop.reuse.taking_back import TakingBack


def _replace_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument("--find", metavar="WORDS", help=_("the words to be replaced"))
    parser.add_argument("--with", dest="words", metavar="WORDS", help=_("the words in their place"))
    parser.add_argument(
        "--remove", action="store_true", help=_("put nothing in their place (instead of --with)")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only list the places; nothing is changed"))
    everywhere_arguments(parser)
    parser.add_argument(
        "--leave-out-state",
        type=_states,
        default=(),
        metavar="STATE,…",
        help=_("not in assessments of these states: draft, hearing, review, submitted, published, ended"),
    )
    parser.add_argument(
        "--form", dest="forms", type=_forms, default=(), metavar="FORM,…", help=_("only in these forms")
    )
    parser.add_argument(
        "--other-writings",
        action="store_true",
        help=_("also where a reference is written otherwise: 第十九条第七号 for 第19条第7号"),
    )
    parser.add_argument("--match-case", action="store_true", help=_("A and a are not the same"))
    parser.add_argument("--match-width", action="store_true", help=_("Ａ and A are not the same"))
    parser.add_argument(
        "--undo",
        type=assessment_id,
        nargs="?",
        const=0,
        metavar="NUMBER",
        help=_("take a replacement back, the last one or that of this number, and nothing else"),
    )


def _states(words: str) -> tuple[str, ...]:
    """Argument type of STATE,…"""
    from db.records import STATES

    return _listed(words, STATES)


def _forms(words: str) -> tuple[str, ...]:
    """Argument type of FORM,…"""
    from pia_desktop.forms.catalogue import edition_files

    return _listed(words, dict.fromkeys(form for form, _edition in edition_files()))


def _listed(words: str, known: Collection[str]) -> tuple[str, ...]:
    listed = tuple(word.strip() for word in words.split(",") if word.strip())
    for word in listed:
        if word not in known:
            message = _("{word} is not known; there are {known}")
            raise argparse.ArgumentTypeError(message.format(word=word[:40], known=", ".join(known)))
    return listed


def _replace(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.assessment.rewriting import takes_out
    from pia_desktop.assessment.search import Query
    from pia_desktop.forms.cleaning import taken_in
    from pia_desktop.reuse.writings import spelling_counts

    if options.undo is not None:
        return _undo(options, parser)
    query = Query(taken_in(options.find or ""), not options.match_case, not options.match_width)
    if not query.words:
        parser.error(_("--find needs words"))
    options.words = options.words or ""
    if takes_out(options.words) is not options.remove:
        parser.error(_("give either --with and words, or --remove, which takes the words out"))
    with (readable if options.dry_run else writable)(options.cabinet) as cabinet:
        _all_there(cabinet, options.leave_out)
        looked, others, unread = _looked_through(cabinet, query, options)
        made = [_replacement(snapshot, found, query, options) for snapshot, found in looked]
        done = [one for one in made if one is not None]
        if not options.dry_run and done:
            edits = [(one.assessment_id, one.edit) for one in done]
            # 0: for the cabinet as a whole, in the same transaction.
            note: Jobs = [(0, lambda work: work.add_replacement(query.words, options.words, done))]
            cabinet.apply_all(edits, jobs=note)
    changed = {one.assessment_id for one in done}
    for _snapshot, found in looked:
        say_rows(_row(one, query, options.words) for one in found if one.assessment_id in changed)
    say(_summary(done, dry=options.dry_run))
    if others:
        more = _("(with --other-writings, these are replaced, too)")
        say(f"{spelling_counts(others)} {more}")
    return 1 if unread else 0


def _undo(options: argparse.Namespace, parser: Parser) -> int:
    """Undo a replacement; returns 1 if some of it could not be undone."""
    from pia_desktop.reuse.taking_back import taking_back

    if options.find is not None or options.words is not None or options.remove:
        parser.error(_("--undo goes alone"))
    with (readable if options.dry_run else writable)(options.cabinet) as cabinet:
        standing = [one for one in cabinet.replacements() if not one.taken_back_at]
        if not standing and not options.undo:
            say(_("There is no replacement to take back."))
            return 0
        number = options.undo or standing[0].id
        infos = {info.id: info for info in cabinet.list()}

        def contents(assessment: int) -> Snapshot | None:
            info = infos.get(assessment)
            return _read(cabinet, assessment) if info and not (info.archived or info.trashed) else None

        done = taking_back(cabinet.ways_back(number), contents)
        if not options.dry_run:
            jobs: Jobs = [] if done.left else [(0, lambda work: work.mark_taken_back(number))]
            cabinet.apply_all(done.edits, jobs=jobs)
    left = [infos[one].title or str(one) for one in done.left if one in infos]
    _tell_taken_back(done, left, dry=options.dry_run)
    return 1 if done.kept or done.left else 0


def _tell_taken_back(done: TakingBack, left: Sequence[str], *, dry: bool) -> None:
    where = len(done.edits)
    words = (
        ngettext(
            "would be taken back in {count:,} assessment",
            "would be taken back in {count:,} assessments",
            where,
        )
        if dry
        else ngettext("taken back in {count:,} assessment", "taken back in {count:,} assessments", where)
    )
    say(words.format(count=where))
    if done.kept:
        more = ngettext(
            "{count:,} place was changed since and stays as it is.",
            "{count:,} places were changed since and stay as they are.",
            done.kept,
        )
        warn(more.format(count=done.kept))
    if left:
        words = _("Left as they are, because they are archived, deleted or cannot be read: {names}")
        warn(words.format(names="、".join(left)))


def _read(cabinet: Cabinet, assessment: int) -> Snapshot | None:
    """The contents of an assessment; None, with a message, if it cannot be read."""
    from pia_desktop.errors import UserError

    try:
        return cabinet.load(assessment)
    except UserError as error:
        complain(error)
        return None


def _all_there(cabinet: Cabinet, left_out: Sequence[int]) -> None:
    """Reject unknown ids in ``left_out``: a mistyped one would change the assessment it was meant
    to protect.
    """
    from db.errors import NoSuchAssessment

    known = {info.id for info in cabinet.list()}
    for one in left_out:
        if one not in known:
            raise NoSuchAssessment(cabinet.path, one)


def _looked_through(
    cabinet: Cabinet, query: Query, options: argparse.Namespace
) -> tuple[list[tuple[Snapshot, list[Found]]], list[str], int]:
    """The assessments with matches, and these; texts of skipped places in other spellings; and how many
    assessments could not be read.
    """
    from pia_desktop.reuse.cabinet_replacement import OtherWriting, places
    from pia_desktop.reuse.writings import is_there

    looked, others, unread = [], [], 0
    for info in cabinet.list():
        if not _takes_part(info, options):
            continue
        snapshot = _read(cabinet, info.id)
        if snapshot is None:
            unread += 1
            continue
        found = []
        for one in places(info.id, snapshot, query, other_writings=True):
            if (one.record and not options.records) or is_there(one.hit, query, options.words):
                continue
            if isinstance(one, OtherWriting) and not options.other_writings:
                others.append(one.hit.words)
            else:
                found.append(one)
        if found:
            looked.append((snapshot, found))
    return looked, others, unread


def _takes_part(info: AssessmentInfo, options: argparse.Namespace) -> bool:
    wanted = not options.forms or info.form in options.forms
    left_out = info.id in options.leave_out or info.state in options.leave_out_state
    return wanted and not (left_out or info.archived or info.trashed)


def _replacement(
    snapshot: Snapshot, found: Sequence[Found], query: Query, options: argparse.Namespace
) -> Replacement | None:
    from pia_desktop.office.required_rows import replaced_rows
    from pia_desktop.reuse.cabinet_replacement import replacement

    rows = replaced_rows if options.rows else None
    return replacement(
        found[0].assessment_id, snapshot, [one.hit for one in found], query, options.words, rows=rows
    )


def _row(one: Found, query: Query, words: str) -> tuple[str, ...]:
    from pia_desktop.reuse.writings import new_words

    hit = one.hit
    return (
        str(one.assessment_id),
        one.name,
        f"{hit.before}{hit.words}{hit.after}",
        f"{hit.before}{new_words(hit, query, words)}{hit.after}",
    )


def _summary(done: Sequence[Replacement], *, dry: bool) -> str:
    if not done:
        return _("Nothing is there to be replaced.")
    return replaced_words(done, applied=not dry)


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "replace": Command(
            f"{PROGRAM} replace CABINET --find WORDS (--with WORDS | --remove) [--dry-run] [--rows]"
            " [--records] [--leave-out ID,…] [--leave-out-state STATE,…] [--form FORM,…]"
            " [--other-writings] [--match-case] [--match-width]"
            f" | {PROGRAM} replace CABINET --undo [NUMBER]",
            _("replace words in all assessments at once: each place before and after; --undo takes it back"),
            _replace_arguments,
            _replace,
        ),
    }
