"""The rows of a review: doubts, line breaks, leftover text, and the remaining answers by part."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final

from pia_desktop.assessment.naming import plain, printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import FixedKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.i18n import _
from pia_desktop.incoming import Incoming, node_path
from pia_desktop.intake.cells import GAP, LineEnd, Reason, Where
from pia_desktop.intake.report import Doubt, LeftOver, Report


class Sort(Enum):
    """What kind of check a row needs."""

    CHECK = "check"
    LINE_END = "line-end"
    LEFT = "left"
    MISSING = "missing"
    SURE = "sure"


_BESIDE_END: Final = 8
"""Characters on each side of a line end that the list has room for."""

ASKING: Final = (Sort.CHECK, Sort.LINE_END, Sort.LEFT)
"""The sorts that are to be looked at before it is stored."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One thing to check.  ``text`` is leftover text, or what was read if no item can show it."""

    sort: Sort
    path: NodePath | None = None
    where: Where | None = None
    reasons: tuple[Reason, ...] = ()
    end: LineEnd | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """Rows under a heading."""

    heading: str
    rows: tuple[ReviewRow, ...]


def reason_words(reason: Reason) -> str:
    """Why an answer should be checked, in the current language."""
    return {
        Reason.LABEL_DIFFERS: _("the heading differs a little"),
        Reason.NO_OPTION: _("words that are no option"),
        Reason.MARK_UNCLEAR: _("it is not clear where the mark stands"),
        Reason.WORDS_WITHOUT_MARK: _("words without a mark"),
        Reason.FORMULA: _("the value of a formula"),
        Reason.NUMBER_FORMAT: _("how the number is shown is not understood"),
        Reason.TRACKED: _("changes that are not accepted yet, or words struck through"),
        Reason.LIST_MARKS: _("signs before it may be shown that were not read"),
        Reason.HIDDEN: _("hidden words"),
        Reason.CUT_OFF: _("cut off at the lower edge of its cell"),
        Reason.SEVERAL_CELLS: _("out of several cells"),
        Reason.NO_LETTER: _("a sign without its letter (〓)"),
        Reason.REPEATED: _("the same page or sheet stands before it, and was read there"),
        Reason.PAGES: _("a page is missing here"),
        Reason.STRANGE_PAGE: _("the page may be another document's"),
        Reason.NO_RULES: _("no lines around it"),
        Reason.ODD_ROW: _("a row that does not begin with a date"),
        Reason.ENTRY_NUMBER: _("the number of the entry is not clear"),
        Reason.PAGE_BREAK: _("over the end of a page"),
        Reason.LINE_ENDS: _("line end"),
    }[reason]


def groups_of(found: Incoming) -> list[ReviewGroup]:
    """Everything to review, in groups, without empty ones."""
    root, report = found.contents.root, found.report
    groups: list[ReviewGroup] = []
    asked: set[NodePath | None] = set()
    if report is not None:
        checks = list(_checks(root, report))
        asked = {row.path for row in checks}
        groups += [
            ReviewGroup(_("To check"), tuple(checks)),
            ReviewGroup(_("Line ends"), tuple(_line_ends(root, report))),
            ReviewGroup(
                _("Words left over"),
                tuple(map(_left_row, report.left_over)),
            ),
        ]
    groups += _rest(found, asked)
    if report is not None:
        missing = (node_path(root, path) for path in report.not_found)
        rows = tuple(ReviewRow(Sort.MISSING, path) for path in missing if path is not None)
        groups.append(ReviewGroup(_("Items that were not found"), rows))
    return [group for group in groups if group.rows]


def _left_row(left: LeftOver) -> ReviewRow:
    reasons = () if left.reason is None else (left.reason,)
    return ReviewRow(Sort.LEFT, where=left.where, reasons=reasons, text=left.text)


def _checks(root: Node, report: Report) -> Iterator[ReviewRow]:
    """One row per answer with all its reasons, except line breaks."""
    reasons: dict[tuple[str | int, ...], dict[Reason, None]] = {}
    first: dict[tuple[str | int, ...], Doubt] = {}
    for doubt in report.doubts:
        if doubt.reason is not Reason.LINE_ENDS:
            reasons.setdefault(doubt.path, {})[doubt.reason] = None
            first.setdefault(doubt.path, doubt)
    for at, own in reasons.items():
        doubt = first[at]
        path = node_path(root, at)
        text = "" if path is not None or doubt.read is None else str(doubt.read)
        yield ReviewRow(Sort.CHECK, path, doubt.where, tuple(own), text=text)


def _line_ends(root: Node, report: Report) -> Iterator[ReviewRow]:
    for doubt in report.doubts:
        path = node_path(root, doubt.path)
        for before, after in doubt.ends if path is not None else ():
            end = before.replace(GAP, " "), after.replace(GAP, " ")
            yield ReviewRow(Sort.LINE_END, path, doubt.where, (doubt.reason,), end)


def _rest(found: Incoming, asked: set[NodePath | None]) -> Iterator[ReviewGroup]:
    """All other answers, by part."""
    form, root = found.form, found.contents.root
    places = found.outcome.places if found.outcome else {}
    where = {node_path(root, at): place for at, place in places.items()}
    by_part: dict[str, list[ReviewRow]] = {}
    for path in answered_paths(form, root):
        if path not in asked:
            part = form.places[path[-1]].part
            heading = plain(part.title) if part else _("Cover")
            by_part.setdefault(heading, []).append(ReviewRow(Sort.SURE, path, where.get(path)))
    for heading, rows in by_part.items():
        yield ReviewGroup(heading, tuple(rows))


def answered_paths(form: Form, root: Node) -> list[NodePath]:
    """The paths of all answers, in printed order."""
    rank = {item_id: number for number, item_id in enumerate(form.places)}
    parts = {part.id: number for number, part in enumerate(form.all_parts)}
    found: list[tuple[tuple[int, ...], NodePath]] = []
    positions: dict[NodePath, int] = {}
    for path, node in root.walk():
        for list_id, entries in node.lists.items():
            positions.update({(*path, list_id, key): at for at, key in enumerate(entries)})
        for item_id in node.answers:
            part = form.places[item_id].part
            file = positions[path[:2]] if path[:1] == (FILES,) else -1
            entry = path[2:] if file >= 0 else path
            first = rank[form.lists[entry[-2]].item_ids[0]] if entry else rank[item_id]
            order = (parts[part.id] if part else -1, file, first, positions.get(path, -1) if entry else -1)
            found.append(((*order, rank[item_id]), (*path, item_id)))
    return [path for _order, path in sorted(found, key=lambda one: one[0])]


def row_words(row: ReviewRow, form: Form, root: Node) -> str:
    """The text of a row in the list."""
    if row.sort is Sort.LEFT or row.path is None:
        return " ".join(row.text.split())
    name = printed_path(form, row.path, root)
    if row.end is not None:
        return f"{row.end[0][-_BESIDE_END:]}｜{row.end[1][:_BESIDE_END]}"
    if row.sort is Sort.SURE:
        part = form.places[row.path[-1]].part
        head = plain(part.title) if part else ""
        return name.removeprefix(head).strip() or name
    return name


def items_to_send_to(form: Form, root: Node) -> list[NodePath]:
    """All places for text, answered or not, in form order, within existing entries."""
    from pia_desktop.forms.figure_kind import FigureKind
    from pia_desktop.forms.kinds import TextualKind

    found: list[NodePath] = []
    for item_id, place in form.places.items():
        kind = place.item.kind
        if isinstance(kind, FixedKind) or not isinstance(kind, TextualKind | FigureKind):
            continue
        owners: list[NodePath] = [()]
        for list_id in place.scope:
            owners = [(*owner, list_id, key) for owner in owners for key in root.entries((*owner, list_id))]
        found += [(*owner, item_id) for owner in owners]
    return found
