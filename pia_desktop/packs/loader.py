"""Loads the bundled packs, and the office's own from the cabinet; strict, reporting all faults."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition
from pia_desktop.errors import DefinitionError
from pia_desktop.packs.model import REASONS, Entry, Pack, Sure
from pia_desktop.paths import resource_root
from pia_desktop.wareki import ParsedDate, parse_date

_ID = re.compile("[a-z0-9][a-z0-9-]{1,60}")
_ARTICLE = re.compile("(?:第[0-9]+[条項号])+")
_MOST_ENTRIES = 500
_LONGEST = 500


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """The bundled packs, newest change first.  Raises DefinitionError."""
    paths = sorted((resource_root() / "packs").glob("*.yaml"))
    found = [read_pack(path.read_text(encoding="utf-8"), path.name) for path in paths]
    return tuple(sorted(found, key=lambda pack: pack.since, reverse=True))


SETTING: Final = "law-packs"
"""The cabinet setting that holds the office's packs: a JSON list of their texts."""


def all_packs(setting: Callable[[str], str | None]) -> tuple[Pack, ...]:
    """The office's packs, then the bundled ones; ``setting`` reads the cabinet's settings."""
    return (*kept_packs(setting), *shipped_packs())


def kept_packs(setting: Callable[[str], str | None]) -> tuple[Pack, ...]:
    """The office's packs; ``setting`` reads the cabinet's settings."""
    return own_packs(setting(SETTING) or "")


@lru_cache(maxsize=4)
def own_packs(words: str) -> tuple[Pack, ...]:
    """Parse packs stored in a cabinet; invalid ones are skipped."""
    try:
        texts = json.loads(words)
    except (ValueError, RecursionError):
        return ()
    found: list[Pack] = []
    for text in texts if isinstance(texts, list) else ():
        with suppress(DefinitionError, RecursionError):
            found.append(read_pack(str(text), "", own=True))
    return tuple(found)


def packs_text(packs: Sequence[Pack]) -> str:
    """The office's packs in stored form."""
    return json.dumps([pack_text(pack) for pack in packs], ensure_ascii=False)


def read_pack_file(path: Path) -> Pack:
    """Read a pack file of the office.  Raises DefinitionError with all faults."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise DefinitionError(f"The pack {path} cannot be read: {error}", "Save it as UTF-8 text.") from error
    return read_pack(text, path.name, own=True)


def read_pack(text: str, file: str, *, own: bool = False) -> Pack:
    """Parse a pack; ``file`` is for messages.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    top = read_definition(text, faults)
    pack: Pack | None = None
    if top is not None:
        pack = _pack(top, faults, own)
        top.close()
    if faults.found or pack is None:
        raise faults.error("pack")
    return pack


def _pack(top: Fields, faults: Faults, own: bool) -> Pack | None:
    ident, title, since, reason = (top.text(name) for name in ("id", "title", "since", "reason"))
    day = parse_date(since)
    if not _ID.fullmatch(ident):
        faults.add(top.node, f"'id' must be of small letters, digits and hyphens, not {ident!r}")
    if day is None:
        faults.add(top.node, f"'since' is not a date: {since!r}")
    if reason not in REASONS:
        faults.add(top.node, f"'reason' must be one of {', '.join(REASONS)}, not {reason!r}")
    laws, notes = top.texts("laws"), top.texts("notes")
    nodes = top.sequence("entries")
    if not 0 < len(nodes) <= _MOST_ENTRIES:
        faults.add(top.node, f"'entries' must be 1 to {_MOST_ENTRIES}")
    entries = tuple(_entry(node, faults, laws) for node in nodes[:_MOST_ENTRIES])
    if day is None:
        return None
    return Pack(ident, title, day.earliest(), since, reason, entries, notes, own)


def _entry(node: Node, faults: Faults, laws: tuple[str, ...]) -> Entry:
    fields = Fields(node, faults)
    sorts = {name: fields.optional_text(name) or "" for name in ("words", "article", "find")}
    instead, sure, left = fields.text("instead"), fields.optional_text("sure") or "certain", ""
    left, has = fields.optional_text("open") or "", fields.optional_text("has") or ""
    fields.close()
    if sum(map(bool, sorts.values())) != 1:
        faults.add(node, "one of 'words', 'article' and 'find' is expected")
    if sure not in [one.value for one in Sure]:
        faults.add(node, f"'sure' must be certain, check or doubtful, not {sure!r}")
        sure = "certain"
    if sure == "check" and not left:
        faults.add(node, "'open' must say what is to be looked after")
    if max(map(len, (*sorts.values(), instead, left))) > _LONGEST:
        faults.add(node, f"no part of an entry is longer than {_LONGEST} characters")
    if sorts["words"] and sorts["words"] == instead:
        faults.add(node, "the new words are the old ones")
    _check_patterns(node, faults, sorts, instead)
    if sorts["article"]:
        has = has or sorts["article"][-1]
    return Entry(instead, sorts["words"], sorts["article"], sorts["find"], laws, Sure(sure), left, has)


def _check_patterns(node: Node, faults: Faults, sorts: dict[str, str], instead: str) -> None:
    if sorts["article"]:
        kinds = [re.sub("[0-9]+", "", words) for words in (sorts["article"], instead)]
        if not all(map(_ARTICLE.fullmatch, (sorts["article"], instead))) or kinds[0] != kinds[1]:
            faults.add(node, "'article' and 'instead' must be alike: 第19条第7号 and 第19条第8号")
    if sorts["find"]:
        try:
            pattern = re.compile(sorts["find"])
            if pattern.fullmatch(""):
                faults.add(node, "'find' must not find nothing")
            re.compile(pattern.pattern + "|").match("").expand(instead)  # type: ignore[union-attr]
        except (re.error, IndexError) as error:
            faults.add(node, f"'find' or 'instead' is not right: {error}")


# ---- what the office makes in the window


def own_pack(ident: str, title: str, since: date, reason: str, pairs: Sequence[tuple[str, str]]) -> Pack:
    """A pack of the office's own, from pairs of old and new names."""
    words = ParsedDate.of(since).wareki()
    entries = tuple(Entry(new, words=old, sure=Sure.CERTAIN) for old, new in pairs)
    return Pack(ident, title, since, words, reason, entries, own=True)


def pack_text(pack: Pack) -> str:
    """A pack in the format of ``read_pack``: JSON, which is valid YAML."""
    entries = [
        {
            name: words
            for name, words in (
                ("words", entry.words),
                ("article", entry.article),
                ("find", entry.find),
                ("instead", entry.instead),
                ("sure", entry.sure.value),
                ("open", entry.open),
                ("has", entry.has),
            )
            if words
        }
        for entry in pack.entries
    ]
    raw = {
        "id": pack.id,
        "title": pack.title,
        "since": pack.since_words,
        "reason": pack.reason,
        "laws": list(pack.entries[0].laws) if pack.entries else [],
        "notes": list(pack.notes),
        "entries": entries,
    }
    return json.dumps(raw, ensure_ascii=False, indent=1)
