"""The whole form as one self-contained web page for a city's site, without scripts and external resources.

Conforms to JIS X 8341-3 (WCAG 2.1) AA: one title, headings without skipped levels, table headers, alternative
texts, contrast of at least 4.5:1, reflowing text.  Check boxes have text as well as a mark.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.documents.form_grid import (
    WHOLE,
    CellRole,
    FormCell,
    FormHeading,
    FormLine,
    FormRow,
    FormSheet,
    form_sheets,
)
from pia_desktop.documents.form_words import behind_box, box_mark, choice_words
from pia_desktop.forms.picture_names import spoken_caption
from pia_desktop.forms.values import Picture, PictureSize
from pia_desktop.paper.blocks import Align, Choice, Content, Drawing, Grid, Level, Role, Tick, Words
from pia_desktop.paper.sharpness import for_place
from pia_desktop.paper.style import A4_HEIGHT, TEXT_WIDTH

_STYLE: Final = """
:root{color-scheme:light}
body{font-family:"BIZ UDPゴシック","BIZ UDPGothic","Yu Gothic",Meiryo,"Noto Sans CJK JP",sans-serif;
line-height:1.6;max-width:62rem;margin:0 auto;padding:1rem;color:#000;background:#fff}
h1{font-size:1.6rem;text-align:center}h2{font-size:1.35rem;margin:2.5rem 0 .8rem}
h3,h4{font-size:1rem;margin:0;padding:.3rem .5rem;border:1px solid #000;border-bottom:0}
h3:has(+h3),h4:has(+h3),h3:last-child,h4:last-child{border-bottom:1px solid #000}
h3{background:#d0d0d0;margin-top:1rem}h4{background:#e8e8e8;font-weight:normal}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #000;padding:.3rem .5rem;text-align:left;vertical-align:top;font-weight:normal;
overflow-wrap:anywhere}
th{background:#f2f2f2}td.f{background:#f2f2f2;border-top:0}
th.v{writing-mode:vertical-rl;text-align:center;vertical-align:middle}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ul{list-style:none;margin:0;padding:0}ul.g{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem}
p{margin:0}.o{color:#333;font-size:.9em}.w{white-space:pre-wrap}.t{text-align:center}.m{text-align:right}
figure{margin:.4rem 0;text-align:center}img{max-width:100%;height:auto}
.d{display:flex;gap:1rem}.d figure{flex:1;min-width:0}.d img,.p img{width:100%}
figure.h{max-width:50%;margin:.4rem auto}.h img{width:100%}
nav ol{padding-left:2rem}a{color:#00409c}a:focus{outline:3px solid #00409c}
td:empty{height:1.6em}@page{size:A4;margin:15mm}
@media print{:root{font-size:9pt}body{max-width:none;padding:0}caption{display:none}
h2{break-before:page}h3,h4{break-after:avoid;break-inside:avoid}table{margin-bottom:-3px}
tr{break-inside:auto}tr.k{break-inside:avoid}thead{display:table-header-group}
table::after{content:"";display:table-footer-group;height:3px;border-top:1px solid #000;break-inside:avoid}
table:not(:has(thead))::before{content:"";display:table-header-group;border-bottom:1px solid #000;
break-inside:avoid}}
""".strip()
"""Browsers do not close the boxes of a table at a page's end, but repeat what heads and ends it: here an
empty head and an empty foot, which bring the rules.  The foot's height keeps its rule on the page, and
is taken back below it.
"""

_SIZES: Final = {
    PictureSize.OWN: "",
    PictureSize.WIDTH: ' class="p"',
    PictureSize.HALF: ' class="h"',
    PictureSize.PAIR: "",
}
_KEPT: Final = 300
"""Characters of a row at most that is not parted by a page's end: some six lines."""
_LEVELS: Final = {Level.SECTION: "h3", Level.BAND: "h4", Level.ENTRY: "h4", Level.RISK: "h4"}


def form_html(snapshot: Snapshot, pictures: PictureSource, lost: str) -> str:
    """The assessment as one UTF-8 HTML page; ``lost`` replaces pictures whose bytes are missing."""
    sheets = form_sheets(snapshot.form, snapshot.root)
    return "".join(_page(snapshot, sheets, _Pictures(pictures, lost)))


class _Pictures:
    """Pictures embedded in the page."""

    def __init__(self, source: PictureSource, lost: str) -> None:
        self._source = source
        self._lost = lost
        self._counts: dict[NodePath, int] = {}

    def drawing(self, drawing: Drawing) -> str:
        """The HTML of a picture, or of two side by side."""
        shown = "".join(self._picture(picture, drawing.path) for picture in drawing.pictures)
        return f'<div class="d">{shown}</div>' if len(drawing.pictures) > 1 else shown

    def _picture(self, picture: Picture, path: NodePath) -> str:
        data = self._source.picture(picture.digest)
        number = self._counts[path] = self._counts.get(path, 0) + 1
        caption = spoken_caption(picture.caption, f"図{number}")
        if data is None:
            return f"<p>{_text(self._lost)}</p>"
        data = for_place(data, TEXT_WIDTH, A4_HEIGHT)  # wide enough even for print
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        address = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
        shown = f"<figcaption>{_text(picture.caption)}</figcaption>" if picture.caption else ""
        image = f'<img src="{address}" alt="{_attribute(caption)}">'
        size = _SIZES[picture.size]
        inside = f"{shown}{image}" if picture.above else f"{image}{shown}"
        return f'<figure{size} data-size="{picture.size.value}">{inside}</figure>'


def _page(snapshot: Snapshot, sheets: Sequence[FormSheet], pictures: _Pictures) -> Iterator[str]:
    form = snapshot.form
    name = snapshot.root.answers.get(form.roles.title)
    title = f"{name if isinstance(name, str) and name.strip() else form.short_title}　{form.title}"
    yield '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{_text(' '.join(title.split()))}</title>\n<style>{_STYLE}</style>\n</head>\n"
    yield "<body>\n<main>\n"
    yield f"<h1>{_text(form.title)}</h1>\n"
    yield '<nav aria-label="目次">\n<ol>\n'
    for number, sheet in enumerate(sheets):
        yield f'<li><a href="#p{number}">{_text(sheet.title)}</a></li>\n'
    yield "</ol>\n</nav>\n"
    names = _landmarks([sheet.title for sheet in sheets])
    for number, sheet in enumerate(sheets):
        yield f'<section aria-label="{_attribute(names[number])}">\n'
        yield f'<h2 id="p{number}">{_text(sheet.head)}</h2>\n'
        yield from _sheet(sheet, pictures)
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _landmarks(titles: Sequence[str]) -> list[str]:
    """A unique name for each section: parts of two files may have the same title."""
    seen: Counter[str] = Counter()
    names = []
    for title in titles:
        seen[title] += 1
        names.append(title if seen[title] == 1 else f"{title}（{seen[title]}）")
    return names


def _sheet(sheet: FormSheet, pictures: _Pictures) -> Iterator[str]:
    name = sheet.title
    section_seen = False
    for is_row, run in groupby(sheet.pieces, key=lambda piece: isinstance(piece, FormRow)):
        pieces = list(run)
        if is_row:
            yield from _table(name, [piece for piece in pieces if isinstance(piece, FormRow)], pictures)
            continue
        for piece in pieces:
            if isinstance(piece, FormHeading):
                # a level 3 heading must precede a level 4 one, whatever the part begins with
                tag = _LEVELS[piece.level] if section_seen else "h3"
                section_seen = True
                name = f"{sheet.title} {piece.words.text}"
                yield _heading(tag, piece)
            elif isinstance(piece, FormLine) and not piece.heading:
                yield f'<p class="m">{_text(piece.words.text)}</p>\n'


def _heading(tag: str, heading: FormHeading) -> str:
    words = _text(heading.words.text)
    if heading.title is not None and heading.title.text:
        words += f"　{_text(heading.title.text)}"
    boxes = "".join(f"　{_tick(tick)}" for tick, _path in heading.boxes)
    return f"<{tag}>{words}{boxes}</{tag}>\n"


# ---- tables


def _table(name: str, rows: Sequence[FormRow], pictures: _Pictures) -> Iterator[str]:
    edges = sorted({0, WHOLE, *(cell.first for row in rows for cell in row.cells)})
    columns = {edge: number for number, edge in enumerate(edges)}
    head = [row for row in rows if row.repeat]
    yield f"<table>\n<caption>{_text(' '.join(name.split()))}</caption>\n<colgroup>"
    for first, last in pairwise(edges):
        yield f'<col style="width:{100 * (last - first) / WHOLE:.4g}%">'
    yield "</colgroup>\n"
    if head:
        yield "<thead>\n"
        for row in head:
            yield from _row(row, columns, pictures)
        yield "</thead>\n"
    yield "<tbody>\n"
    for row in rows:
        if not row.repeat:
            yield from _row(row, columns, pictures)
    yield "</tbody>\n</table>\n"


def _row(row: FormRow, columns: dict[int, int], pictures: _Pictures) -> Iterator[str]:
    yield f"<tr{_kept(row)}>"
    for cell in row.cells:
        span = columns[cell.first + cell.parts] - columns[cell.first]
        size = (f' colspan="{span}"' if span > 1 else "") + (
            f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        )
        yield _cell(cell, size, pictures)
    yield "</tr>\n"


def _kept(row: FormRow) -> str:
    """The mark of a row that stays on one page: pictures are not, they may be as tall as it."""
    inside = [content for cell in row.cells for content in cell.content]
    length = sum(len(one.text) for one in inside if isinstance(one, Words))
    drawn = any(isinstance(one, Drawing) for one in inside)
    return "" if drawn or length > _KEPT else ' class="k"'


def _cell(cell: FormCell, size: str, pictures: _Pictures) -> str:
    inside = "".join(_content(content, pictures) for content in cell.content)
    if cell.role is CellRole.FOOT:
        return f'<td class="f"{size}></td>'
    if cell.role is CellRole.ANSWER:
        return f"<td{size}>{inside}</td>"
    scope = "col" if cell.role is CellRole.HEAD else "rowgroup" if cell.rows > 1 else "row"
    upright = ' class="v"' if cell.vertical else ""
    return f'<th scope="{scope}"{upright}{size}>{inside}</th>'


# ---- what stands in a cell


def _content(content: Content, pictures: _Pictures) -> str:
    match content:
        case Words():
            return _words(content)
        case Choice():
            return "".join(_choice(content))
        case Grid():
            return "".join(_grid(content))
        case Drawing():
            return pictures.drawing(content)


def _words(words: Words) -> str:
    if not words.text:
        return ""
    small = " o" if words.role is Role.NOTE else ""
    centred = " t" if words.align is Align.CENTRE else ""
    return f'<p class="w{small}{centred}">{_text(words.text)}</p>'


def _choice(choice: Choice) -> Iterator[str]:
    answer, details, options = choice_words(choice)
    yield f"<p>{_text(answer)}</p>"
    for detail in details:
        yield f'<p class="w">{_text(detail)}</p>'
    yield f'<p class="o">{_text(options)}</p>'


def _grid(grid: Grid) -> Iterator[str]:
    for group in grid.groups:
        if group.label:
            yield f"<p>{_text(group.label)}</p>"
        yield '<ul class="g">'
        for row in group.rows:
            for tick in row:
                yield f"<li>{_tick(tick)}</li>"
        yield "</ul>"


def _tick(tick: Tick) -> str:
    said = "該当" if tick.ticked else "非該当"
    box = f'<span role="img" aria-label="{said}">[{box_mark(tick)}]</span> '
    return box + "".join(
        f'<span class="w">{_text(words)}</span>' if written else _text(words)
        for words, written in behind_box(tick)
    )


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _attribute(text: str) -> str:
    return escape(" ".join(text.split()))
