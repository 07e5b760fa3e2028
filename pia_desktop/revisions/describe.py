"""Describes a changed answer in a few lines, where texts side by side would not show the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.assessment.folding import reads_same
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, CountKind, FlagKind, Kind
from pia_desktop.forms.values import Checked, DataTable, Figure, Picture, RunBlock, Value
from pia_desktop.i18n import _
from pia_desktop.revisions.tablerows import TAB, same_rows
from pia_desktop.revisions.textdiff import side_by_side

_MOST_ROWS: Final = 12
"""Changed table rows that are described individually; all are in the passages."""


def describe(kind: Kind, old: Value | None, new: Value | None) -> tuple[str, ...]:
    """What was ticked, chosen, counted or inserted, one line each, in the user's language.

    Changes of text are described only if they are invisible; otherwise, as in figures, they are shown as
    passages (``textdiff``).
    """
    if isinstance(kind, ChecksKind):
        return tuple(_boxes(kind, _checked(old), _checked(new)))
    if isinstance(kind, FlagKind):
        return (_("Ticked.") if new else _("No longer ticked."),)
    if isinstance(kind, ChoiceKind | CountKind):
        none = _("unanswered")
        before, after = (none if value is None else kind.format(value) for value in (old, new))
        return (_("From “{old}” to “{new}”.").format(old=before, new=after),)
    if isinstance(old, Figure) or isinstance(new, Figure):
        return tuple(_blocks(_figure(old), _figure(new)))
    if isinstance(old, str) and isinstance(new, str) and old != new and reads_same(old, new):
        return (_("Only the width or the form of characters changed."),)
    return ()


def _checked(value: Value | None) -> Checked:
    return value if isinstance(value, Checked) else Checked()


def _figure(value: Value | None) -> Figure:
    return value if isinstance(value, Figure) else Figure()


def _boxes(kind: ChecksKind, old: Checked, new: Checked) -> Iterator[str]:
    for box in kind.boxes:
        label = box.label
        if (label in old.ticked) != (label in new.ticked):
            sentence = (
                _("“{label}” was ticked.") if label in new.ticked else _("“{label}” is no longer ticked.")
            )
            yield sentence.format(label=label)
        before, after = old.text(label), new.text(label)
        if before != after:
            yield _("（　） of “{label}”: from “{old}” to “{new}”.").format(
                label=label, old=before, new=after
            )
        was, now = old.count(label), new.count(label)
        if was != now:
            yield _("（　） of “{label}”: from “{old}” to “{new}”.").format(
                label=label, old="" if was is None else was, new="" if now is None else now
            )


def _blocks(old: Figure, new: Figure) -> Iterator[str]:
    yield from _pictures(old, new)
    yield from _tables(old, new)
    both = set(map(_sameness, old.blocks)) & set(map(_sameness, new.blocks))
    stayed = [[one for one in map(_sameness, run.blocks) if one in both] for run in (old, new)]
    if stayed[0] != stayed[1]:
        only_pictures = [[one for one in run if isinstance(one, Picture)] for run in stayed]
        if only_pictures[0] != only_pictures[1]:
            yield _("The pictures stand in another order.")
        else:
            yield _("Text, pictures and tables stand in another order.")


def _sameness(block: RunBlock) -> RunBlock:
    """A block without caption, size and withheld flag, for matching."""
    match block:
        case Picture():
            return Picture(block.digest, block.media_type, block.width, block.height)
        case DataTable():
            return replace(block, withheld=False, head=True)
        case _:
            return block


def _pictures(old: Figure, new: Figure) -> Iterator[str]:
    before = {picture.digest: picture for picture in old.pictures}
    after = {picture.digest: picture for picture in new.pictures}
    for name, picture in zip(_names(old), old.pictures, strict=True):
        if picture.digest not in after:
            yield _("The picture {name} was taken out.").format(name=name)
    for number, (name, picture) in enumerate(zip(_names(new), new.pictures, strict=True), 1):
        known = before.get(picture.digest)
        if known is None:
            yield _("The picture {name} was put in.").format(name=name)
            continue
        if known.caption != picture.caption:
            yield _("Caption of picture {number}: from “{old}” to “{new}”.").format(
                number=number, old=known.caption, new=picture.caption
            )
        if (known.size, known.above) != (picture.size, picture.above):
            yield _("The size of picture {name}, or the place of its caption, is another.").format(name=name)


def _tables(old: Figure, new: Figure) -> Iterator[str]:
    """Changed tables, which have no names, are identified by number, in pairs as far as possible."""
    before, after = [[_bare(one) for one in run.tables] for run in (old, new)]
    gone = [number for number, table in enumerate(before, 1) if table not in after]
    come = [number for number, table in enumerate(after, 1) if table not in before]
    pairs = min(len(gone), len(come))
    for was, number in zip(gone[:pairs], come[:pairs], strict=True):
        yield from _table(number, old.tables[was - 1], new.tables[number - 1])
    for number in gone[pairs:]:
        yield _("Table {number} was taken out.").format(number=number)
    for number in come[pairs:]:
        yield _("Table {number} was put in.").format(number=number)


def _bare(table: DataTable) -> DataTable:
    return replace(table, withheld=False, head=True)


def _table(number: int, old: DataTable, new: DataTable) -> Iterator[str]:
    """Changes of a table by row and cell; for many rows only their number."""
    rows = [[TAB.join(one) for one in table.rows] for table in (old, new)]
    pairs = list(same_rows(old.rows, new.rows, side_by_side(rows[0], rows[1])))
    gone = [i for i, j in pairs if i is not None and j is None]
    come = [j for i, j in pairs if j is not None and i is None]
    other = [(i, j) for i, j in pairs if i is not None and j is not None and old.rows[i] != new.rows[j]]
    if len(gone) + len(come) + len(other) > _MOST_ROWS:
        yield _("Table {number}: {come} rows were added, {gone} removed, {other} changed.").format(
            number=number, come=len(come), gone=len(gone), other=len(other)
        )
        return
    for i in gone:
        yield _("Table {number}: the row {name} was removed.").format(number=number, name=_row(old.rows[i]))
    for j in come:
        yield _("Table {number}: the row {name} was added.").format(number=number, name=_row(new.rows[j]))
    for i, j in other:
        if old.columns != new.columns:
            yield _("Table {number}: the row {name} has other cells.").format(
                number=number, name=_row(new.rows[j])
            )
            continue
        for column, (was, now) in enumerate(zip(old.rows[i], new.rows[j], strict=True)):
            if was != now:
                yield _("Table {number}, row {name}, {column}: from “{old}” to “{new}”.").format(
                    number=number, name=_row(new.rows[j]), column=_column(new, column), old=was, new=now
                )


def _row(row: Sequence[str]) -> str:
    """A row by its first non-empty cell."""
    return _("“{words}”").format(words=next((" ".join(one.split()) for one in row if one.strip()), ""))


def _column(table: DataTable, column: int) -> str:
    head = " ".join(table.rows[0][column].split()) if table.head else ""
    return head or _("column {number}").format(number=column + 1)


def _names(run: Figure) -> list[str]:
    """What the pictures are called: by caption, with the number if several share it, else by number."""
    captions = Counter(picture.caption for picture in run.pictures)
    names = []
    for number, picture in enumerate(run.pictures, 1):
        quoted = _("“{words}”").format(words=picture.caption) if picture.caption else ""
        names.append(quoted if captions[picture.caption] == 1 and quoted else f"{number}{quoted}")
    return names
