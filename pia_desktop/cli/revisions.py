"""Commands on versions and changes between them: versions, close-version, compare, propose-changes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import (
    Parser,
    cabinet_argument,
    form_argument,
    id_argument,
    json_argument,
    named_file,
    output_argument,
    output_path,
)
from pia_desktop.cli.command import PROGRAM, Command, readable, writable
from pia_desktop.cli.console import json_words, say, say_rows, tab_line, warn
from pia_desktop.cli.copies import USAGE, copy_arguments, other_states, release
from pia_desktop.cli.encoding import text_bytes
from pia_desktop.cli.stored import (
    closed_versions,
    none_closed,
    state_of,
    version_info,
    version_number,
    version_of,
)
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import VersionInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.outputs.release import OtherStates, Release
    from pia_desktop.revisions.compare import Change, Comparison

_PUBLISHED = ("published", "ended")
_LONGEST_NAME = 100


# ---- versions


def _versions_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    json_argument(parser)


def _versions(options: argparse.Namespace, _parser: Parser) -> int:
    with readable(options.cabinet) as cabinet:
        listed = closed_versions(cabinet, options.id)
    if options.json:
        say(json_words([asdict(one) for one in listed]))
    else:
        say_rows((str(one.number), one.name, one.closed_on, one.state, one.title) for one in listed)
    return 0


def _close_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    parser.add_argument(
        "--name", type=version_name, required=True, metavar="NAME", help=_("what the version is called")
    )
    parser.add_argument(
        "--on",
        type=closing_day,
        metavar="DATE",
        help=_("its date, as 2024-09-30 or 令和6年9月30日; else today"),
    )


def version_name(words: str) -> str:
    """Argument type of a version's name: one line, as in the window."""
    from pia_desktop.forms.cleaning import taken_in

    name = " ".join(taken_in(words).split())
    if not 0 < len(name) <= _LONGEST_NAME:
        raise argparse.ArgumentTypeError(
            _("NAME has 1 to {most} characters, such as 令和6年度公表版").format(most=_LONGEST_NAME)
        )
    return name


def closing_day(words: str) -> date:
    """Argument type of a version's day."""
    from pia_desktop.wareki import parse_date

    parsed = parse_date(words)
    day = parsed.to_date() if parsed else None
    if day is None:
        raise argparse.ArgumentTypeError(
            _("DATE is a day such as 2024-09-30, not {words}").format(words=words[:40])
        )
    return day


def _close(options: argparse.Namespace, _parser: Parser) -> int:
    day = (options.on or date.today()).isoformat()
    with writable(options.cabinet) as cabinet:
        before = cabinet.versions(options.id)
        closed = cabinet.close_version(options.id, options.name, day)
    say(str(closed.number))
    if before and before[-1].closed_on > day:
        _warn_of_day(before[-1])
    if any(one.name == closed.name for one in before):
        warn(_("Another version is called “{version}”, too.").format(version=closed.name))
    return 0


def _warn_of_day(last: VersionInfo) -> None:
    """Say that a version was closed under an earlier day than the one before it."""
    from pia_desktop.rules.stages import day_words

    words = _("The last version, “{version}”, bears a later day, {day}; check this one.")
    warn(words.format(version=last.name, day=day_words(date.fromisoformat(last.closed_on))))


# ---- compare


def _compare_arguments(parser: Parser) -> None:
    two_states(parser)
    parser.add_argument(
        "--with",
        dest="document",
        type=named_file,
        metavar="FILE",
        help=_("compare with a document (.json, .xlsx, .pdf, .docx, .html …), as the older state"),
    )
    form_argument(parser)
    json_argument(parser)
    output_argument(parser, _("a .pdf, .docx, .xlsx or .html to write; else a list"), "OUT")
    parser.add_argument(
        "--shorten", action="store_true", help=_("write （略） for long passages that did not change")
    )
    copy_arguments(parser, "comparison")


def two_states(parser: Parser) -> None:
    """Add CABINET ID [V1 [V2]]."""
    cabinet_argument(parser)
    id_argument(parser)
    parser.add_argument(
        "old",
        nargs="?",
        type=version_number,
        metavar="V1",
        help=_("the older version's number; else the last one's"),
    )
    parser.add_argument(
        "new",
        nargs="?",
        type=version_number,
        metavar="V2",
        help=_("the newer version's number; else the draft"),
    )


def _compare(options: argparse.Namespace, parser: Parser) -> int:
    if options.json and options.output is not None:
        parser.error(_("--json and -o do not go together"))
    if options.document is not None and options.new is not None:
        parser.error(_("--with takes one version at most, to be compared with the document"))
    if options.document is None and options.form is not None:
        parser.error(_("--form goes with --with"))
    found, given, gone = compared(options, *_both(options))
    if options.output is not None:
        _write(options, found, given)
    elif options.json:
        dropped = [{"change": "dropped", "item": label, "before": words} for label, words in gone]
        _tell(json_words([*(_as_json(found, change) for change in found.changes), *dropped]), given)
    else:
        rows = [*_rows(found), *(("dropped", label, words, "") for label, words in gone)]
        given.check("\n".join(cell for row in rows for cell in row).encode("utf-8"), ".txt")
        say_rows(rows)
    return 0


def _both(options: argparse.Namespace) -> tuple[Snapshot, Snapshot, OtherStates]:
    """The older and the newer state, and the others; a document is the older one."""
    if options.document is None:
        with readable(options.cabinet) as cabinet:
            old = version_of(cabinet, options.id, options.old)
            new = state_of(cabinet, options.id, options.new)
            return old, new, other_states(options, cabinet, options.new)
    from pia_desktop.incoming import as_version, read_incoming

    with readable(options.cabinet) as cabinet:
        new = state_of(cabinet, options.id, options.old)
        others = other_states(options, cabinet, options.old)
    found = read_incoming(options.document, options.form)
    return as_version(found.snapshot, new, found.origin), new, others


def compared(
    options: argparse.Namespace, old: Snapshot, new: Snapshot, others: OtherStates
) -> tuple[Comparison, Release, list[tuple[str, str]]]:
    """Two states compared as copies for the purpose, and the older state's answers without a place in the
    newer edition.
    """
    from pia_desktop.revisions.compare import compare, compare_editions

    found, dropped = compare_editions(old, new)
    given = release(options, found.old, found.new, others=others)
    if not given.public:
        return found, given, [(one.label, one.words) for one in dropped]
    from pia_desktop.paper.copies import public_copy

    _found, left = compare_editions(public_copy(old), new)
    return compare(*given.shown), given, [(one.label, given.words(one.words)) for one in left]


def _tell(words: str, given: Release) -> None:
    given.check(words.encode("utf-8"), ".json")
    say(words)


def _write(options: argparse.Namespace, found: Comparison, given: Release) -> None:
    from pia_desktop.documents.council import comparison_document, states_line, usual_lines
    from pia_desktop.documents.writing import write_table

    target = output_path(options.output, options.cabinet, options.document)
    lines = [*usual_lines(found), given.words(states_line(*_called(options)))]
    document = comparison_document(found, lines=lines, abridged=options.shorten)
    write_table(document, target, check=given.file_check(target.suffix))


def _called(options: argparse.Namespace) -> tuple[str, str]:
    """The names of the older and the newer state; a document is called by its file."""
    from pia_desktop.cabinet_lists.state_names import state_called

    with readable(options.cabinet) as cabinet:

        def named(number: int | None) -> str:
            return state_called(None if number is None else version_info(cabinet, options.id, number))

        if options.document is not None:
            return options.document.name, named(options.old)
        return state_called(version_info(cabinet, options.id, options.old)), named(options.new)


def _rows(found: Comparison) -> Iterator[tuple[str, ...]]:
    from pia_desktop.revisions.compare import EntryMoved

    for change in found.changes:
        before, after = _words(found, change)
        if isinstance(change, EntryMoved):
            before, after = str(change.old_index + 1), str(change.index + 1)
        yield _kind(change), found.name(change), before, after


def _kind(change: Change) -> str:
    from pia_desktop.revisions.compare import AnswerChanged, EntryAdded, EntryRemoved

    if isinstance(change, AnswerChanged):
        return "changed"
    if isinstance(change, EntryAdded):
        return "added"
    return "removed" if isinstance(change, EntryRemoved) else "moved"


def _words(found: Comparison, change: Change) -> tuple[str, str]:
    """Both sides of a change as text; of a moved entry the same on both."""
    from pia_desktop.revisions.compare import AnswerChanged, EntryAdded, EntryRemoved
    from pia_desktop.revisions.words import entry_words

    form = found.form
    if isinstance(change, AnswerChanged):
        kind = form.item(change.path[-1]).kind
        old, new = ("" if value is None else kind.format(value) for value in (change.old, change.new))
        return old, new
    if isinstance(change, EntryAdded):
        return "", entry_words(form, change.path[-1], change.node).text
    if isinstance(change, EntryRemoved):
        return entry_words(form, change.path[-1], change.node).text, ""
    words = entry_words(form, change.path[-1], found.new.root.at(change.place)).text
    return words, words


def _as_json(found: Comparison, change: Change) -> dict[str, object]:
    from pia_desktop.revisions.compare import AnswerChanged, EntryMoved
    from pia_desktop.revisions.textdiff import passages

    old, new = _words(found, change)
    entry: dict[str, object] = {
        "change": _kind(change),
        "item": found.name(change),
        "path": list(change.place),
        "before": old,
        "after": new,
    }
    if isinstance(change, EntryMoved):
        entry["from"], entry["to"] = change.old_index + 1, change.index + 1
    if isinstance(change, AnswerChanged) and isinstance(change.old, str) and isinstance(change.new, str):
        entry["passages"] = [[one.kind.value, one.old, one.new] for one in passages(old, new)]
    return entry


# ---- propose-changes


def _propose_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    parser.add_argument(
        "--shorten",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=_("write （略） for long passages that did not change"),
    )
    json_argument(parser)
    output_argument(parser, _("the file to write (.json, else lines with tabs); else standard output"))
    copy_arguments(parser, "proposals")


def _propose(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.files import write_bytes
    from pia_desktop.revisions.proposals import propose
    from pia_desktop.revisions.rows import pending
    from pia_desktop.rules.importance import timing

    kinds = (".json", ".txt", ".tsv")
    target = output_path(options.output, options.cabinet, kinds=kinds) if options.output else None
    with readable(options.cabinet) as cabinet:
        old = cabinet.load_version(_last_published(cabinet, options.id).id)
        new, others = cabinet.load(options.id), other_states(options, cabinet, None)
    found, given, _gone = compared(options, old, new, others)
    proposals = pending(found, propose(found, timing, shorten=options.shorten))
    suffix = ".json" if options.json or (target and target.suffix.lower() == ".json") else ".txt"
    if suffix == ".json":
        objects = [
            {
                "item": one.item,
                "before": one.before.text,
                "after": one.after.text,
                "timing": one.when,
                "reason": one.reason,
                "paths": [list(source.path) for source in one.sources],
            }
            for one in proposals
        ]
        words = json_words(objects)
    else:
        rows = [(one.item, one.before.text, one.after.text, one.when, one.reason) for one in proposals]
        given.check("\n".join(cell for row in rows for cell in row).encode("utf-8"), suffix)
        words = "\n".join(tab_line(row) for row in rows)
    if target is not None:
        encode = text_bytes if suffix == ".txt" else str.encode
        write_bytes(target, encode(f"{words}\n") if words else b"", given.file_check(suffix))
    elif words:
        given.check(words.encode("utf-8"), suffix)
        say(words)
    return 0


def _last_published(cabinet: Cabinet, assessment_id: int) -> VersionInfo:
    """The last published version, or the last one if none is marked so."""
    listed = closed_versions(cabinet, assessment_id)
    if not listed:
        raise none_closed()
    published = [one for one in listed if one.state in _PUBLISHED]
    return (published or listed)[-1]


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "versions": Command(
            f"{PROGRAM} versions CABINET ID [--json]",
            _("list the closed versions of an assessment: number, name, date, state, name of the assessment"),
            _versions_arguments,
            _versions,
        ),
        "close-version": Command(
            f"{PROGRAM} close-version CABINET ID --name NAME [--on DATE]",
            _("close a version of an assessment, which stays as it is for ever; prints its number"),
            _close_arguments,
            _close,
        ),
        "compare": Command(
            f"{PROGRAM} compare CABINET ID [V1 [V2] | [V] --with FILE [--form FORM]]"
            f" [--json | -o OUT.pdf|.docx|.xlsx|.html [--shorten]] {USAGE}",
            _("what changed from version V1 (else the last) to V2 (else the draft), or from a document"),
            _compare_arguments,
            _compare,
        ),
        "propose-changes": Command(
            f"{PROGRAM} propose-changes CABINET ID [--shorten] [--json] [-o FILE] {USAGE}",
            _("rows for 変更箇所: the changes since the last published version that no row tells of"),
            _propose_arguments,
            _propose,
        ),
    }
