"""Conditions of the structure tree: nesting, headings, tables, lists, figures, and its ties to the pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import pikepdf

from tests.paper.ua.reading import Element, Reading, as_list

_WITHIN: Final[dict[str, Collection[str]]] = {
    "TR": ("Table", "THead", "TBody", "TFoot"),
    "THead": ("Table",),
    "TBody": ("Table",),
    "TFoot": ("Table",),
    "TH": ("TR",),
    "TD": ("TR",),
}
_HOLDS: Final[dict[str, Collection[str]]] = {
    "Table": ("TR", "THead", "TBody", "TFoot", "Caption"),
    "THead": ("TR",),
    "TBody": ("TR",),
    "TFoot": ("TR",),
    "TR": ("TH", "TD"),
}
_LISTS_WITHIN: Final[dict[str, Collection[str]]] = {"LI": ("L",), "LBody": ("LI",)}
_LISTS_HOLD: Final[dict[str, Collection[str]]] = {"L": ("L", "LI", "Caption"), "LI": ("Lbl", "LBody")}
_GROUPING: Final = frozenset(
    (
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "L",
        "LI",
        "Table",
        "TR",
        "THead",
        "TBody",
        "TFoot",
        "TOC",
        "TOCI",
    )
)
_SAYS_SOMETHING: Final = frozenset(
    ("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "Caption", "Link", "Note")
)
_SCOPES: Final = {"/Row": (True, False), "/Column": (False, True), "/Both": (True, True)}
_NUMBERED: Final = frozenset(("/Decimal", "/UpperRoman", "/LowerRoman", "/UpperAlpha", "/LowerAlpha"))
_BULLETS: Final = frozenset(("/Disc", "/Circle", "/Square"))


def check_tree(reading: Reading) -> None:
    """All conditions of the structure tree."""
    elements = reading.elements
    _check_nesting(reading, elements)
    _check_headings(reading, elements)
    for element in elements:
        match element.kind:
            case "Table":
                _check_table(reading, element)
            case "L":
                _check_list(reading, element)
            case "Figure" | "Formula":
                _check_figure(reading, element)
            case "Note":
                _check_note(reading, element, elements)
        if element.kind in _SAYS_SOMETHING and not _has_content(element):
            reading.fault("P-empty", f"{element.kind} without contents")
        if element.kind in _GROUPING and any(isinstance(kid, tuple) for kid in element.kids):
            reading.fault("P-grouping", f"{element.kind} with contents of its own")
    _check_ties(reading, elements)


def _has_content(element: Element) -> bool:
    return any(not isinstance(kid, Element) or _has_content(kid) for kid in element.kids)


def _check_nesting(reading: Reading, elements: list[Element]) -> None:
    for condition, within, holds in (
        ("09-004", _WITHIN, _HOLDS),
        ("09-005", _LISTS_WITHIN, _LISTS_HOLD),
        ("09-006", {"TOCI": ("TOC",)}, {"TOC": ("TOC", "TOCI", "Caption")}),
    ):
        for element in elements:
            parent = element.parent.kind if element.parent else ""
            if element.kind in within and parent not in within[element.kind]:
                reading.fault(condition, f"{element.kind} in {parent or 'no element'}")
            for kid in element.elements if element.kind in holds else ():
                if kid.kind not in holds[element.kind]:
                    reading.fault(condition, f"{kid.kind} in {element.kind}")
    for element in elements:
        parent = element.parent.kind if element.parent else ""
        if element.kind == "Lbl" and parent not in ("LI", "Note", "TOCI", "BibEntry", "Link"):
            reading.fault("09-005", f"Lbl in {parent}")
        if element.kind in ("Ruby", "Warichu") and not element.elements:
            reading.fault("09-007" if element.kind == "Ruby" else "09-008", f"{element.kind} without parts")


def _check_headings(reading: Reading, elements: list[Element]) -> None:
    before = 0
    plain = [element for element in elements if element.kind == "H"]
    numbered = [element for element in elements if len(element.kind) == 2 and element.kind[0] == "H"]
    if plain and numbered:
        reading.fault("14-007", "H beside H1")
    for element in elements:
        if sum(kid.kind == "H" for kid in element.elements) > 1:
            reading.fault("14-006", f"{element.kind} with several H")
    for heading in numbered:
        rank = int(heading.kind[1])
        if not before and rank != 1:
            reading.fault("14-002", f"the first is {heading.kind}: {reading.text(heading)[:30]}")
        elif rank > before + 1:
            reading.fault("14-003", f"{heading.kind} after H{before}: {reading.text(heading)[:30]}")
        before = rank


# ---- tables


def _number(element: Element, name: str) -> int:
    found: Any = element.attributes.get(name, 1)
    return found if isinstance(found, int) and found > 0 else 1


def _rows(element: Element) -> list[Element]:
    found = []
    for kid in element.elements:
        found += [kid] if kid.kind == "TR" else _rows(kid) if kid.kind in ("THead", "TBody", "TFoot") else []
    return found


def _check_table(reading: Reading, table: Element) -> None:
    rows = _rows(table)
    if not rows:
        reading.fault("P-table", "a table without rows")
        return
    taken: dict[tuple[int, int], Element] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.elements:
            while (number, column) in taken:
                column += 1
            for at in range(number, number + _number(cell, "/RowSpan")):
                for beside in range(column, column + _number(cell, "/ColSpan")):
                    if (at, beside) in taken:
                        reading.fault("P-table", f"two cells in one place: {reading.text(cell)[:30]}")
                    taken[at, beside] = cell
            column += _number(cell, "/ColSpan")
    wide = max((column for _row, column in taken), default=-1) + 1
    if len(taken) != wide * len(rows):
        reading.fault("P-table", f"not a rectangle: {reading.text(rows[0])[:30]}")
    _check_heads(reading, table, taken)


def _check_heads(reading: Reading, table: Element, taken: dict[tuple[int, int], Element]) -> None:
    """Each cell has a head that a reader finds: by scope in its row or column, or by name."""
    cells = {id(cell): cell for cell in taken.values()}.values()
    names = {str(cell.entries["/ID"]) for cell in cells if "/ID" in cell.entries}
    in_rows: dict[int, list[int]] = {}
    in_columns: dict[int, list[int]] = {}
    for (row, column), cell in taken.items():
        scope = str(cell.attributes.get("/Scope", ""))
        along, down = _SCOPES.get(scope, (False, False)) if cell.kind == "TH" else (False, False)
        if along:
            in_rows.setdefault(row, []).append(column)
        if down:
            in_columns.setdefault(column, []).append(row)
    named = [cell for cell in cells if cell.kind == "TD" and "/Headers" in cell.attributes]
    for cell in cells:
        if cell.kind == "TH" and not named and str(cell.attributes.get("/Scope", "")) not in _SCOPES:
            reading.fault("15-003", f"TH without Scope: {reading.text(cell)[:30]}")
    for cell in named:
        if not {str(name) for name in as_list(cell.attributes["/Headers"])} <= names:
            reading.fault("15-005", f"Headers that are not there: {reading.text(cell)[:30]}")
    found = set()
    for (row, column), cell in taken.items():
        beside = any(at < column for at in in_rows.get(row, ()))
        above = any(at < row for at in in_columns.get(column, ()))
        if cell.kind != "TD" or beside or above or cell in named:
            found.add(id(cell))
    for cell in cells:
        if id(cell) not in found:
            reading.fault("15-005", f"TD without a head: {reading.text(cell)[:30]}")


# ---- lists, figures, notes


def _check_list(reading: Reading, found: Element) -> None:
    items = [kid for kid in found.elements if kid.kind == "LI"]
    if not items:
        reading.fault("09-005", "L without LI")
    labels = [kid for item in items for kid in item.elements if kid.kind == "Lbl"]
    numbering = str(found.attributes.get("/ListNumbering", "/None"))
    ordered = [label for label in labels if reading.text(label).strip()[:1].isdigit()]
    if ordered and numbering == "/None":
        reading.fault("16-001", reading.text(found)[:30])
    elif (ordered and numbering not in _NUMBERED) or numbering not in {"/None", *_NUMBERED, *_BULLETS}:
        reading.fault("16-002", numbering)
    if labels and len(labels) != len(items):
        reading.fault("P-list", f"some items alone have labels: {reading.text(found)[:30]}")
    if any(sum(kid.kind == "LBody" for kid in item.elements) != 1 for item in items):
        reading.fault("09-005", f"LI without one LBody: {reading.text(found)[:30]}")


def _check_figure(reading: Reading, figure: Element) -> None:
    words = [str(figure.entries[name]) for name in ("/Alt", "/ActualText") if name in figure.entries]
    if not any(one.strip() for one in words):
        reading.fault("13-004" if figure.kind == "Figure" else "17-002", "no words in its place")
    box = figure.attributes.get("/BBox")
    if figure.kind == "Figure" and (not isinstance(box, pikepdf.Array) or len(box) != 4):
        reading.fault("P-figure", "no BBox")


def _check_note(reading: Reading, note: Element, elements: list[Element]) -> None:
    name = str(note.entries.get("/ID", ""))
    if not name:
        reading.fault("19-003", "Note without ID")
    elif sum(str(one.entries.get("/ID", "")) == name for one in elements if one.kind == "Note") > 1:
        reading.fault("19-004", name)


# ---- the parent tree


def _check_ties(reading: Reading, elements: list[Element]) -> None:
    """Content, tree and parent tree say the same of each other."""
    tree = reading.pdf.Root.get("/StructTreeRoot")
    if tree is None:
        return
    parents = _parents(tree.get("/ParentTree"))
    owners = {kid: element for element in elements for kid in element.kids if isinstance(kid, tuple)}
    for key in owners.keys() - reading.texts.keys():
        reading.fault("P-ties", f"page {key[0] + 1}: MCID {key[1]} is on no page")
    for key in reading.texts.keys() - owners.keys():
        reading.fault("01-005", f"page {key[0] + 1}: MCID {key[1]} is in no element")
    if len(owners) != sum(isinstance(kid, tuple) for element in elements for kid in element.kids):
        reading.fault("P-ties", "one piece in two elements")
    for (page, mark), element in owners.items():
        if not 0 <= page < len(reading.pages):
            continue
        listed = parents.get(int(reading.pages[page].obj.get("/StructParents", -1)))
        ties = as_list(listed)
        if mark >= len(ties) or ties[mark] is None or ties[mark].objgen[0] != element.number:
            reading.fault("P-ties", f"page {page + 1}: MCID {mark} has another parent")
    if parents and int(tree.get("/ParentTreeNextKey", 0)) <= max(parents):
        reading.fault("P-ties", "ParentTreeNextKey")


def _parents(node: pikepdf.Object | None) -> dict[int, Any]:
    if node is None:
        return {}
    numbers = as_list(node.get("/Nums"))
    found = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=False)}
    for kid in as_list(node.get("/Kids")):
        found |= _parents(kid)
    return found


def parent_of(reading: Reading, key: int) -> int:
    """The number of the element that a StructParent leads to; 0 for none."""
    tree = reading.pdf.Root.get("/StructTreeRoot")
    found = _parents(tree.get("/ParentTree") if tree is not None else None).get(key)
    return found.objgen[0] if isinstance(found, pikepdf.Dictionary) else 0
