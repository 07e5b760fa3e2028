"""The undo data of a replacement as JSON. Stored text is untrusted."""

from __future__ import annotations

import json

from db.codec import CodecFault, raw_value, require_few_parts, spans_of, value_of
from db.version_blob import raw_node, read_node
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Value
from pia_desktop.reuse.cabinet_replacement import AddedRow, ChangedAnswer, Stand, WayBack

_DEEPEST = 20


def encode_way(way: WayBack) -> str:
    """Undo data as JSON."""
    raw = {
        "answers": [[list(one.path), _raw(one.before), _raw(one.after)] for one in way.answers],
        "rows": [[list(row.path), row.key, raw_node(row.node)] for row in way.rows],
    }
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def decode_way(words: str) -> WayBack | None:
    """Parse the text of ``encode_way``; None if it is invalid."""
    try:
        require_few_parts(words)
        match json.loads(words):
            case {"answers": list(answers), "rows": list(rows), **more} if not more:
                return WayBack(tuple(map(_answer, answers)), tuple(map(_row, rows)))
    except (ValueError, RecursionError):
        pass
    return None


def _raw(stand: Stand) -> list[object]:
    value, marks = stand
    return [None if value is None else raw_value(value), marks]


def _answer(raw: object) -> ChangedAnswer:
    match raw:
        case [list(path), before, after]:
            return ChangedAnswer(_path(path), _stand(before), _stand(after))
    raise CodecFault("no changed answer")


def _stand(raw: object) -> Stand:
    match raw:
        case [value, marks]:
            read: Value | None = None if value is None else value_of(value)
            spans: Spans | None = None if marks is None else spans_of(marks)
            return read, spans
    raise CodecFault("no state of an answer")


def _row(raw: object) -> AddedRow:
    match raw:
        case [list(path), str(key), node]:
            return AddedRow(_path(path), key, read_node(node))
    raise CodecFault("no added row")


def _path(raw: list[object]) -> NodePath:
    steps = [step for step in raw if isinstance(step, str)]
    if not steps or len(steps) != len(raw) or len(steps) > _DEEPEST:
        raise CodecFault("no path")
    return tuple(steps)
