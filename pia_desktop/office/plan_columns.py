"""The columns of 計画管理書 as data: the bundled ones, and the office's changes to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import Enum
from functools import cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition, scalar
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.paths import resource_root

PLANNED: Final = "planned"
"""The column with the planned day of a change or of a new file, from which the year is scheduled."""
WORK: Final = "work"
"""The column with the operation's name, by which assessments are grouped."""
COLUMNS_SETTING: Final = "plan-columns"
"""The cabinet setting that holds the office's columns."""
_OWN: Final = "own-"
_MOST: Final = 40


class Computed(Enum):
    """What the program computes for a column."""

    NUMBER = "number"
    TITLE = "title"
    KIND = "kind"
    OCCASION = "occasion"
    STATE = "state"
    PUBLISHED = "published"
    LOOKED_OVER = "looked_over"
    REVIEW = "review"
    REASSESSMENT = "reassessment"


class Own(Enum):
    """What the clerk enters in a column."""

    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column filled from ``items`` (by form), ``computed``, or entered by the clerk (``own``)."""

    id: str
    title: str
    share: int = 8
    items: Mapping[str, str] = field(default_factory=dict, hash=False)
    computed: Computed | None = None
    own: Own | None = None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The bundled plan; ``kinds`` maps forms to kinds of assessment, simplest first."""

    title: str
    kinds: tuple[tuple[str, str], ...]
    handed_in: Mapping[str, str]
    columns: tuple[PlanColumn, ...]

    @property
    def item_ids(self) -> frozenset[str]:
        """All items that the plan reads."""
        return frozenset(
            [*self.handed_in.values(), *(item for one in self.columns for item in one.items.values())]
        )


@cache
def shipped_plan() -> PlanForm:
    """The bundled plan.  Raises DefinitionError."""
    path = resource_root() / "plan" / "plan.yaml"
    return load_plan(path.read_text(encoding="utf-8"), path.name)


def load_plan(text: str, file: str) -> PlanForm:
    """Parse a plan.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    top = read_definition(text, faults)
    plan = PlanForm("", (), {}, ())
    if top is not None:
        kinds = []
        for node in top.sequence("kinds"):
            kind = Fields(node, faults)
            kinds.append((kind.text("form"), kind.text("words")))
            kind.close()
        handed_in = _items(top.mapping("handed_in"), faults)
        columns = tuple(_column(node, faults) for node in top.sequence("columns"))
        plan = PlanForm(top.text("title"), tuple(kinds), handed_in, columns)
        top.close()
    faults.add_repeated([one.id for one in plan.columns], "column")
    faults.raise_any("plan's form")
    return plan


def _column(node: Node, faults: Faults) -> PlanColumn:
    fields = Fields(node, faults)
    items = _items(fields.mapping("items"), faults)
    computed, own = fields.optional_text("from"), fields.optional_text("own")
    column = PlanColumn(fields.text("id"), fields.text("title"), fields.whole("share", 8), items)
    if computed is not None and computed not in Computed._value2member_map_:
        faults.add(node, f"the program works out no {computed!r}")
    elif own is not None and own not in Own._value2member_map_:
        faults.add(node, f"a clerk's column is text or day, not {own!r}")
    elif [bool(items), computed is not None, own is not None].count(True) != 1:
        faults.add(node, "a column has either 'items', 'from' or 'own'")
    else:
        column = replace(
            column, computed=Computed(computed) if computed else None, own=Own(own) if own else None
        )
    fields.close()
    return column


def _items(fields: Fields | None, faults: Faults) -> dict[str, str]:
    found: dict[str, str] = {}
    for form, node in fields.entries() if fields is not None else ():
        item = scalar(node, faults, form) or ""
        editions = [one for one in all_forms() if one.id == form]
        if not any(item in one.places and not one.places[item].scope for one in editions):
            faults.add(node, f"{item!r} is no item of {form} that stands once")
        found[form] = item
    return found


# ---- what the office has made of them


def office_columns(kept: str | None) -> tuple[PlanColumn, ...]:
    """The office's columns: order, titles, own ones; ``kept`` is its stored setting (JSON).

    Invalid parts are ignored; bundled columns that are not mentioned come last.
    """
    shipped = {one.id: one for one in shipped_plan().columns}
    found: dict[str, PlanColumn] = {}
    for raw in _read(kept):
        match raw:
            case {"id": str(name), "title": str(title), "shown": bool(shown)} if title.strip():
                if name in shipped:
                    found[name] = replace(shipped[name], title=title, shown=shown)
                elif name.startswith(_OWN):
                    found[name] = PlanColumn(name, title, own=Own.TEXT, shown=shown)
            case _:
                continue
    return (*found.values(), *(one for name, one in shipped.items() if name not in found))


def kept_columns(columns: Sequence[PlanColumn]) -> str:
    """The columns in the form that ``office_columns`` reads."""
    stored = [{"id": one.id, "title": one.title, "shown": one.shown} for one in columns]
    return json.dumps(stored, ensure_ascii=False)


def columns_to_give(columns: Iterable[PlanColumn], words: Callable[[str], str]) -> tuple[PlanColumn, ...]:
    """The columns as they go to others: headings as ``words`` returns them."""
    return tuple(replace(one, title=words(one.title)) for one in columns)


def own_column(title: str, columns: Sequence[PlanColumn]) -> PlanColumn:
    """A new column for the clerk to fill in."""
    known = {one.id for one in columns}
    number = next(number for number in range(1, len(known) + 2) if f"{_OWN}{number}" not in known)
    return PlanColumn(f"{_OWN}{number}", title, own=Own.TEXT)


def _read(kept: str | None) -> list[object]:
    try:
        raw = json.loads(kept) if kept else []
    except (ValueError, RecursionError):
        return []
    return raw[:_MOST] if isinstance(raw, list) else []
