"""Loads ``resources/registers``; strict, reporting all faults with their lines.

Notation: ``docs/forms.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition, scalar
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.paths import resource_root
from pia_desktop.registers.model import Column, Feed, Register, Title


@cache
def all_registers() -> tuple[Register, ...]:
    """The bundled registers, in order."""
    path = resource_root() / "registers" / "registers.yaml"
    return load_registers(path.read_text(encoding="utf-8"), path.name, all_forms())


def find_register(register_id: str) -> Register | None:
    """The register with this id, or None."""
    return next((one for one in all_registers() if one.id == register_id), None)


def load_registers(text: str, file: str, forms: Sequence[Form]) -> tuple[Register, ...]:
    """Parse registers.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    top = read_definition(text, faults)
    found: list[Register] = []
    if top is not None:
        found += [_register(node, faults, forms) for node in top.sequence("registers")]
        top.close()
    faults.add_repeated([one.id for one in found], "register")
    faults.raise_any("register file")
    return tuple(found)


def _register(node: Node, faults: Faults, forms: Sequence[Form]) -> Register:
    fields = Fields(node, faults)
    register_id, title = fields.text("id"), _title(fields, faults)
    columns = tuple(_column(one, faults) for one in fields.sequence("columns"))
    if not columns:
        faults.add(node, "a register needs a column")
    known = [column.id for column in columns]
    feeds = tuple(_feed(one, faults, known, forms) for one in fields.sequence("feeds"))
    if not feeds:
        faults.add(node, "a register needs a feed")
    fields.close()
    return Register(register_id, title, columns, feeds)


def _title(fields: Fields, faults: Faults) -> Title:
    words = fields.mapping("title")
    if words is None:
        faults.add(fields.node, "'title' is missing")
        return Title("", "")
    title = Title(words.text("ja"), words.text("en"))
    words.close()
    return title


def _column(node: Node, faults: Faults) -> Column:
    fields = Fields(node, faults)
    column = Column(fields.text("id"), _title(fields, faults), fields.whole("share", 10))
    fields.close()
    return column


def _feed(node: Node, faults: Faults, columns: Sequence[str], forms: Sequence[Form]) -> Feed:
    fields = Fields(node, faults)
    form, lines = fields.text("form"), fields.flag("lines")
    editions = [one for one in forms if one.id == form]
    if not editions:
        faults.add(node, f"no form {form!r}")
    cells: dict[str, str] = {}
    given = fields.mapping("cells")
    for column, cell in given.entries() if given is not None else ():
        item = scalar(cell, faults, column) or ""
        if column not in columns:
            faults.add(cell, f"no column {column!r}")
        if editions and not any(item in edition.places for edition in editions):
            faults.add(cell, f"{item!r} is no item of {form}")
        cells[column] = item
    fields.close()
    if columns and columns[0] not in cells:
        faults.add(node, f"the first column {columns[0]!r} is not fed")
    for edition in editions:
        _check_scopes(edition, node, cells, columns, faults.add)
    return Feed(form, {one: cells[one] for one in columns if one in cells}, lines)


def _check_scopes(
    form: Form,
    node: Node,
    cells: dict[str, str],
    columns: Sequence[str],
    add: Callable[[Node, str], None],
) -> None:
    """Every item must be in the first one's node, or above."""
    first = form.places.get(cells.get(columns[0], "")) if columns else None
    for item in cells.values():
        place = form.places.get(item)
        if first is not None and place is not None and first.scope[: len(place.scope)] != place.scope:
            add(node, f"{form.edition}: {item!r} does not stand above or beside the first item")
