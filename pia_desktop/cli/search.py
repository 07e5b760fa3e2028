"""The command that searches all assessments of a cabinet: search."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import complain, json_words, say, say_rows, warn
from pia_desktop.errors import UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import AssessmentInfo
    from db.search import SearchHit
    from pia_desktop.assessment.node import Node
    from pia_desktop.forms.model import Form


def _arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument(
        "words", nargs="+", metavar="WORDS", help=_("what is looked for; of several words all must stand")
    )
    parser.add_argument("--notes", action="store_true", help=_("in notes and remarks as well"))
    parser.add_argument("--versions", action="store_true", help=_("in closed versions as well"))
    json_argument(parser)
    # For the program itself: see db.index_reader.
    parser.add_argument("--jobs", action="store_true", help=argparse.SUPPRESS)


def _search(options: argparse.Namespace, _parser: Parser) -> int:
    if options.jobs:
        from db.index_reader import be_a_reader

        with readable(options.cabinet) as cabinet:
            return be_a_reader(cabinet, Path(options.words[0]))
    from db.search import SearchIndex

    with readable(options.cabinet) as cabinet, SearchIndex.open(cabinet) as index:
        index.sync()
        words = " ".join(options.words)
        hits = index.search(words, limit=100_000)
        if options.notes or options.versions:
            from db.search_unindexed import search_unindexed

            hits += search_unindexed(
                cabinet,
                words,
                notes=options.notes,
                versions=options.versions,
                limit=100_000,
                unread=lambda version: complain(version.error),
            )
        found = _described(cabinet, hits)
        left_out = [info for info in cabinet.list() if info.id in index.unread and not info.trashed]
    for info in left_out:
        warn(_("{id} {title}: left out, because it cannot be read.").format(id=info.id, title=info.title))
    if options.json:
        say(json_words(found))
    else:
        say_rows(
            (str(one["id"]), *(str(one[name]) for name in ("title", "place", "excerpt"))) for one in found
        )
    return 0


def _described(cabinet: Cabinet, hits: Iterable[SearchHit]) -> list[dict[str, object]]:
    """Hits with the printed paths of their items; each assessment is read once."""
    infos = {info.id: info for info in cabinet.list()}
    found: list[dict[str, object]] = []
    naming: _Places | None = None
    for hit in hits:
        info = infos[hit.assessment_id]
        if naming is None or naming.info is not info:
            naming = _Places(cabinet, info)
        found.append(
            {
                "id": hit.assessment_id,
                "number": info.number,
                "title": info.title,
                "item": hit.item_id,
                "path": list(hit.path),
                "place": naming.of(hit),
                "where": hit.where,
                "excerpt": hit.excerpt,
                "marks": [list(mark) for mark in hit.marks],
            }
        )
    return found


class _Places:
    """Printed paths in one assessment; by its form alone if it cannot be read."""

    def __init__(self, cabinet: Cabinet, info: AssessmentInfo) -> None:
        from pia_desktop.forms.catalogue import find_form

        self.info = info
        self._root: Node | None = None
        self._form: Form | None = None
        try:
            snapshot = cabinet.load(info.id)
            self._form, self._root = snapshot.form, snapshot.root
        except UserError:  # its notes and closed versions may still match
            with suppress(UserError):  # an unknown edition
                self._form = find_form(info.form, info.version)

    def of(self, hit: SearchHit) -> str:
        """The printed path of a hit's item, with the note or version that matched."""
        from pia_desktop.assessment.naming import printed_path

        place = hit.item_id
        if self._form is not None:
            with suppress(KeyError):  # an item of a version's edition that the present one lacks
                place = printed_path(self._form, hit.path, self._root)
        return f"{place} ({hit.where})" if hit.where else place


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "search": Command(
            f"{PROGRAM} search CABINET WORDS… [--notes] [--versions] [--json]",
            _("look for words in all answers of a cabinet"),
            _arguments,
            _search,
        )
    }
