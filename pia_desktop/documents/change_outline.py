"""変更の概要: the changes on one page, in the assessment's own words, important ones first to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.changes import cell_of, heading_of, name_of, path_of
from pia_desktop.documents.council import usual_lines
from pia_desktop.documents.council_rows import only_styles
from pia_desktop.documents.sheets import layout_table
from pia_desktop.documents.table import Column, TableDocument, TableGroup, TableRow, cell, plain_line
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, TextKind
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure
from pia_desktop.paper.style import Style
from pia_desktop.patterns import pattern
from pia_desktop.revisions.compare import AnswerChanged, Change, Comparison, EntryAdded, EntryRemoved
from pia_desktop.revisions.textdiff import PassageKind, passages
from pia_desktop.revisions.words import entry_name
from pia_desktop.rules.importance import AFTERWARDS, timing

OUTLINE_TITLE: Final = "変更の概要"
IMPORTANT: Final = "○"
MORE: Final = "このほか{count}項目を変更します。すべての変更は新旧対照表にあります。"
SAME: Final = "変更はありません。"
_COLUMNS: Final = (
    Column("項目", 36, names=True),
    Column("変更の内容", 54),
    Column("重要な変更", 10, centred=True),
)
_LENGTHS: Final = (160, 90, 56, 36)
"""Maximum characters per row to try, until all rows fit on one page."""
_NAME: Final = 80
_PART_SIGN: Final = pattern(r"[Ⅰ-Ⅻ](?=[ 　])")
"""How the title of a numbered part begins: 1. and 2. stand in several parts."""
_SHORT: Final = 24
"""Characters of an answer at most that is quoted whole: 「旧」を削除 would say nothing."""
_LEAST_QUOTED, _FRAGMENT = 2, 8
"""A passage of which one side is shorter, and the other no sentence, is quoted with its word."""
_WORD: Final = "[々〆ヶ一-鿿ァ-ヺーA-Za-z0-9０-９]"
_WORD_START: Final = pattern(f"{_WORD}{{1,12}}|[ぁ-ゖ]{{1,3}}")
_WORD_END: Final = pattern(f"{_WORD}{{1,12}}$")
_BETWEEN: Final = "、\n"
"""Stands between ticked boxes and between lines, and is no part of what is added."""
_PASSAGES: Final = 2
"""Changed passages of an answer that are printed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A change as printed on the page."""

    name: str
    words: str
    important: bool


def change_outline(
    found: Comparison, *, lines: Sequence[str] | None = None, style: Style | None = None
) -> TableDocument:
    """The changes in form order, as many as fit on one page, important ones taking precedence.

    ``lines`` are printed below the title; None: 評価書番号 and 評価書名. For the public, compare states
    without withheld text.
    """
    below = tuple(usual_lines(found) if lines is None else lines)
    changes = _once(found)
    document = _document(found, below, [], 0)
    for longest in _LENGTHS:
        entries = [_entry(found, one, longest) for one in changes]
        document = _document(found, below, entries, 0)
        if _fits(document, style):
            return document
    entries = [_entry(found, one, _LENGTHS[-1]) for one in changes]
    order = sorted(range(len(entries)), key=lambda at: (not entries[at].important, at))
    least, most = 0, len(entries)
    while least < most:  # number of rows that fit
        middle = (least + most + 1) // 2
        kept = [entries[at] for at in sorted(order[:middle])]
        if _fits(_document(found, below, kept, len(entries) - middle), style):
            least = middle
        else:
            most = middle - 1
    return _document(found, below, [entries[at] for at in sorted(order[:least])], len(entries) - least)


def _fits(document: TableDocument, style: Style | None) -> bool:
    return len(layout_table(document, style).pages) == 1


def _document(
    found: Comparison, lines: tuple[str, ...], entries: Sequence[_Entry], left: int
) -> TableDocument:
    rows = [
        TableRow((cell(one.name), cell(one.words), cell(IMPORTANT if one.important else "")))
        for one in entries
    ]
    if not rows:
        rows = [TableRow(((), cell(SAME), ()))]
    agency = found.new.root.answer((found.form.roles.agency,))
    return TableDocument(
        OUTLINE_TITLE,
        lines,
        _COLUMNS,
        (TableGroup("", tuple(rows)),),
        landscape=False,
        author=agency if isinstance(agency, str) else "",
        notes=(MORE.format(count=left),) if left else (),
    )


def _once(found: Comparison) -> list[Change]:
    """The visible changes, each printed cell once, without 変更箇所."""
    rows: dict[object, Change] = {}
    for one in found.changes:
        if one.path[0] != found.form.roles.changes and not only_styles(found, one):
            rows.setdefault(cell_of(found.form, one), one)
    return list(rows.values())


def _entry(found: Comparison, change: Change, longest: int) -> _Entry:
    words = _words(found, change, longest)
    return _Entry(_cut_inside(_place(found, change), _NAME), words, _important(found, change))


def _place(found: Comparison, change: Change) -> str:
    """The printed path, with the number of its part in place of the part's title."""
    sign = _PART_SIGN.match(heading_of(found.form, path_of(change)))
    name = name_of(found, change)
    return f"{sign[0]} {name}" if sign else name


def _important(found: Comparison, change: Change) -> bool:
    form = found.form
    match change:
        case AnswerChanged():
            when = timing(form, change.path[-1], change.old, change.new).when
        case EntryAdded():
            when = timing(form, change.path[-1], None, change.node).when
        case EntryRemoved():
            when = timing(form, change.path[-1], change.node, None).when
        case _:
            return False
    return when != AFTERWARDS


def _words(found: Comparison, change: Change, longest: int) -> str:
    form = found.form
    match change:
        case AnswerChanged():
            return _answer(found, change, longest)
        case EntryAdded():
            return f"{_called(found, change, longest)}を追加"
        case EntryRemoved():
            return f"{_called(found, change, longest)}を削除"
        case _:
            spec = form.lists[change.path[-1]]
            return f"{spec.label or '記入欄'}の並び順を変更"


def _called(found: Comparison, change: EntryAdded | EntryRemoved, longest: int) -> str:
    name = entry_name(found.form, change.path[-1], change.node).text
    kind = "特定個人情報ファイル" if change.path == (FILES,) else found.form.lists[change.path[-1]].label
    return f"{kind}「{_cut(name, longest)}」" if name else kind or "記入欄"


def _answer(found: Comparison, change: AnswerChanged, longest: int) -> str:
    kind = found.form.item(path_of(change)[-1]).kind
    old, new = ("" if value is None else kind.format(value) for value in (change.old, change.new))
    if isinstance(change.new, Figure) and old == new:
        return "図を差替え"
    if not old or not new:
        return f"「{_cut(new or old, longest)}」を{'追加' if new else '削除'}"
    if not isinstance(kind, TextKind | FigureKind | ChecksKind) or max(len(old), len(new)) <= _SHORT:
        return f"「{_cut(old, longest)}」を「{_cut(new, longest)}」に変更"
    entries = list(_passages(old, new, longest // _PASSAGES, in_words=not isinstance(kind, ChecksKind)))
    more = f"　ほか{len(entries) - _PASSAGES}か所" if len(entries) > _PASSAGES else ""
    return "\n".join(entries[:_PASSAGES]) + more


def _passages(old: str, new: str, longest: int, *, in_words: bool) -> Iterator[str]:
    """What changed, quoted; ``in_words``: pieces of a word with the rest of it."""
    found = passages(old, new)
    for at, one in enumerate(found):
        if one.kind is PassageKind.SAME or one.only_style:
            continue
        before, after = (_cut(words.strip(_BETWEEN), longest) for words in (one.old, one.new))
        if in_words and _is_fragment(before, after):
            start = _WORD_END.search(found[at - 1].new) if at else None
            end = _WORD_START.match(found[at + 1].new) if at + 1 < len(found) else None
            first, last = (match[0] if match else "" for match in (start, end))
            before, after = f"{first}{before}{last}", f"{first}{after}{last}"
        if before and after:
            yield f"「{before}」を「{after}」に変更"
        elif before or after:
            yield f"「{after or before}」を{'追加' if after else '削除'}"


def _is_fragment(before: str, after: str) -> bool:
    lengths = len(before), len(after)
    return min(lengths) < _LEAST_QUOTED and max(lengths) < _FRAGMENT


def _cut(words: str, longest: int) -> str:
    words = plain_line(words)
    return words if len(words) <= longest else f"{words[:longest]}…"


def _cut_inside(name: str, longest: int) -> str:
    """A name with its beginning and its end, which say where to look and what changes there."""
    words = plain_line(name)
    kept = longest // 2
    return words if len(words) <= longest else f"{words[:kept]}…{words[-kept:]}"
