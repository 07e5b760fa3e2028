"""Everything about an assessment that moves between cabinets, except versions and pictures, as bytes.

Input is validated like any untrusted file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field

from db.codec import CodecFault
from db.contents import ContentsFault, checked_root
from db.records import (
    NOTE_KINDS,
    STAGES,
    STATES,
    Note,
    Opinion,
    ReviewPoint,
    Round,
    SetAside,
    iso_day,
    line_of,
)
from db.version_blob import compressed, expanded, raw_node, raw_set_asides, read_node, read_set_asides
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.values import MAX_TEXT, drop_forbidden
from pia_desktop.i18n import _

_KEYS = {
    "form",
    "edition",
    "root",
    "set_asides",
    "notes",
    "remarks",
    "state",
    "rounds",
}
_LATER_KEYS = {"opinions", "review_points", "versions"}
"""Of bundles since the hearing and the review are kept, and of a return that brought versions."""

_MOST_ROUNDS = 1_000
_MOST_NUMBER = 1_000_000
_LONGEST_LINE = 500
_LONGEST_KEY = 80
_DEEPEST = 20


VersionKey = tuple[str, str]
"""The digest of a version and the moment when it was closed, which tell it in any cabinet."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Contents, notes, findings set aside, council remarks, state and rounds of one assessment.

    ``rounds`` holds all rounds with their dates, oldest first, even if there is only one.
    """

    snapshot: Snapshot
    notes: tuple[Note, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict, hash=False)
    state: str = STATES[0]
    rounds: tuple[Round, ...] = (Round(1),)
    opinions: tuple[Opinion, ...] = ()
    review_points: tuple[ReviewPoint, ...] = ()
    versions: tuple[VersionKey, ...] = ()
    """Of what a return made: the versions that it brought."""


def pack_bundle(bundle: Bundle) -> bytes:
    """Serialize a bundle; equal bundles give equal bytes."""
    form = bundle.snapshot.form
    return compressed(
        {
            "form": form.id,
            "edition": form.version,
            "root": raw_node(bundle.snapshot.root),
            "set_asides": raw_set_asides(bundle.set_asides),
            "notes": [_raw_note(note) for note in bundle.notes],
            "remarks": dict(bundle.remarks),
            "state": bundle.state,
            "rounds": [
                [one.number, one.name, one.begun_at, one.state, dict(one.stages)] for one in bundle.rounds
            ],
            "opinions": [_raw_opinion(one) for one in bundle.opinions],
            "review_points": [[one.round, one.point, one.verdict, one.words] for one in bundle.review_points],
            **({"versions": [list(one) for one in bundle.versions]} if bundle.versions else {}),
        }
    )


def unpack_bundle(data: bytes) -> Bundle:
    """Parse the bytes of ``pack_bundle``.

    Raises ContentsFault if they are invalid or do not fit the form, UserError for an unknown form.
    """
    try:
        raw = expanded(data)
        if not isinstance(raw, dict) or not _KEYS <= raw.keys() <= _KEYS | _LATER_KEYS:
            raise CodecFault("no bundle")
        form_id, edition, state = raw["form"], raw["edition"], raw["state"]
        if not (isinstance(form_id, str) and isinstance(edition, str) and state in STATES):
            raise CodecFault("no form or state")
        json.dumps(raw, ensure_ascii=False).encode("utf-8")  # lone surrogates, which SQLite rejects
        root = read_node(raw["root"])
        if not all(_is_key(path[-1]) for path, _node in root.walk() if path):
            raise CodecFault("no key")
        set_asides = tuple({(one.code, one.path): one for one in read_set_asides(raw["set_asides"])}.values())
        notes = _notes(raw["notes"])
        remarks, rounds = _remarks(raw["remarks"]), _rounds(raw["rounds"])
        opinions, points = _opinions(raw.get("opinions", [])), _points(raw.get("review_points", []))
        versions = _versions(raw.get("versions", []))
    except (ValueError, TypeError, RecursionError) as error:
        raise ContentsFault(_("the contents"), _("what is stored of it cannot be read")) from error
    form = find_form(form_id[:80], edition[:80])
    snapshot = Snapshot(form, checked_root(form, root))
    return Bundle(snapshot, notes, set_asides, remarks, state, rounds, opinions, points, versions)


def _is_key(words: str) -> bool:
    return bool(words) and len(words) <= _LONGEST_KEY and words.isprintable()


def _raw_note(note: Note) -> list[object]:
    return [
        note.id,
        list(note.path),
        note.kind,
        note.words,
        note.author,
        note.answer,
        note.done,
        note.created_at,
        note.changed_at,
    ]


def _notes(raw: object) -> tuple[Note, ...]:
    found: dict[str, Note] = {}
    for one in raw if isinstance(raw, list) else [None]:
        match one:
            case [
                str(key),
                list(path),
                str(kind),
                str(words),
                str(author),
                str(answer),
                bool(done),
                str(made),
                str(changed),
            ] if (
                key and kind in NOTE_KINDS and all(isinstance(step, str) for step in path) and len(path) < 20
            ):
                longest = max(len(words), len(answer))
                if longest > MAX_TEXT or max(map(len, (key, author, made, changed))) > _LONGEST_LINE:
                    raise CodecFault("a note that is too long")
                texts = [drop_forbidden(text) for text in (words, short_line(author), answer)]
                times = (short_line(made), short_line(changed))
                found[key] = Note(key, 0, tuple(path), kind, texts[0], texts[1], texts[2], done, *times)
            case _:
                raise CodecFault("no note")
    return tuple(found.values())


def _raw_opinion(one: Opinion) -> list[object]:
    return [
        one.id,
        one.round,
        one.number,
        one.received_on,
        list(one.path),
        one.gist,
        one.answer,
        one.reflected,
        one.changed_at,
    ]


def _opinions(raw: object) -> tuple[Opinion, ...]:
    found: dict[str, Opinion] = {}
    for one in raw if isinstance(raw, list) else [None]:
        match one:
            case [str(key), int(turn), int(number), str(day), list(path), *texts] if _is_key(key):
                said = [_long(text) for text in texts]
                if len(said) != 4 or not _counts(turn, number) or not _is_path(path):
                    raise CodecFault("no opinion")
                gist, answer, reflected, moment = said
                found[key] = Opinion(
                    key, 0, turn, number, short_line(day), tuple(path), gist, answer, reflected, moment
                )
            case _:
                raise CodecFault("no opinion")
    return tuple(found.values())


def _points(raw: object) -> tuple[ReviewPoint, ...]:
    found: dict[tuple[int, str], ReviewPoint] = {}
    for one in raw if isinstance(raw, list) else [None]:
        match one:
            case [int(turn), str(point), str(verdict), words] if _counts(turn, 0):
                row = ReviewPoint(turn, short_line(point), short_line(verdict), _long(words))
                found[turn, row.point] = row
            case _:
                raise CodecFault("no point of view")
    return tuple(found.values())


def _versions(raw: object) -> tuple[VersionKey, ...]:
    found = []
    for one in raw if isinstance(raw, list) else [None]:
        match one:
            case [str(digest), str(moment)]:
                found.append((short_line(digest), short_line(moment)))
            case _:
                raise CodecFault("no version")
    return tuple(found)


def _counts(turn: object, number: object) -> bool:
    """Whether these are valid numbers of a round and of something in it."""
    return type(turn) is type(number) is int and 0 < turn <= _MOST_ROUNDS and 0 <= number <= _MOST_NUMBER


def _is_path(path: list[object]) -> bool:
    return len(path) < _DEEPEST and all(isinstance(step, str) for step in path)


def _long(raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > MAX_TEXT:
        raise CodecFault("no text, or one that is too long")
    return drop_forbidden(raw)


def _remarks(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or not all(isinstance(words, str) for words in raw.values()):
        raise CodecFault("no remarks")
    return {key: drop_forbidden(words) for key, words in raw.items()}


def _rounds(raw: object) -> tuple[Round, ...]:
    if not isinstance(raw, list) or not 0 < len(raw) <= _MOST_ROUNDS:
        raise CodecFault("no rounds")
    found = []
    for number, one in enumerate(raw, 1):
        match one:
            case [int(own), str(name), str(begun), str(state), dict(days)] if own == number and (
                state in STATES or not state
            ):
                if not days.keys() <= set(STAGES) or not all(
                    isinstance(day, str) and iso_day(day) for day in days.values()
                ):
                    raise CodecFault("no day")
                found.append(Round(number, short_line(name), short_line(begun), state, days))
            case _:
                raise CodecFault("no round")
    return tuple(found)


def short_line(words: str) -> str:
    """Text from a file, shortened to one line."""
    return line_of(words)[:_LONGEST_LINE]
