"""The manual as a booklet and as one page of HTML."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import groupby
from types import MappingProxyType
from typing import Final

from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.documents.binding import CONTENTS_TITLE
from pia_desktop.documents.booklet import BookletChapter, BookletEntry, booklet_pdf
from pia_desktop.forms.values import Picture, PictureSize
from pia_desktop.manual.model import Chapter, Manual, Topic

_STYLE: Final = """
:root{color-scheme:light}
body{font-family:"BIZ UDPゴシック","BIZ UDPGothic","Yu Gothic",Meiryo,"Noto Sans CJK JP",sans-serif;
line-height:1.8;max-width:48rem;margin:0 auto;padding:1rem;color:#000;background:#fff}
h2{margin-top:2.5rem;border-bottom:2px solid #333}h3{margin:1.8rem 0 .3rem}p,ul,ol{margin:.3rem 0}
img{max-width:100%;height:auto;border:1px solid #999}
a{color:#00409c}a:focus{outline:3px solid #00409c}@media print{h2{break-before:page}h3{break-after:avoid}}
""".strip()
_LIST: Final = {"step": "ol", "point": "ul"}
_MARKS: Final = {"point": "・"}


Pictures = Mapping[str, bytes]
"""What the program looks like, as PNG by the names that topics have for it; any may be missing."""


def manual_pdf(
    manual: Manual, lines: tuple[str, ...] = (), pictures: Pictures = MappingProxyType({})
) -> bytes:
    """The manual as a booklet; ``lines`` are printed below the title."""
    shown = {name: _picture(name, data, manual) for name, data in pictures.items()}
    kept = PictureDict((shown[name].digest, data) for name, data in pictures.items())
    chapters = [_booklet_chapter(one, shown) for one in manual.chapters]
    return booklet_pdf(manual.title, chapters, lines, pictures=kept)


def _picture(name: str, data: bytes, manual: Manual) -> Picture:
    title = next(topic.title for topic in manual.topics if topic.picture == name)
    return replace(check_picture(data, name, _caption(title)), size=PictureSize.WIDTH)


def _caption(title: str) -> str:
    return f"画面の例：{title}"


def _booklet_chapter(chapter: Chapter, shown: Mapping[str, Picture]) -> BookletChapter:
    entries = (
        BookletEntry(topic.title, text=_plain(topic), picture=shown.get(topic.picture))
        for topic in chapter.topics
    )
    return BookletChapter(chapter.title, tuple(entries))


def _plain(topic: Topic) -> str:
    lines = []
    number = 0
    for paragraph in topic.paragraphs():
        number = number + 1 if paragraph.kind == "step" else 0
        mark = f"{number}. " if number else _MARKS.get(paragraph.kind, "")
        lines.append(f"{mark}{paragraph.words}")
    return "\n".join(lines)


def manual_html(manual: Manual, pictures: Pictures = MappingProxyType({})) -> str:
    """The manual as one self-contained page: table of contents, then each topic with its anchor."""
    return "".join(_page(manual, pictures))


def _page(manual: Manual, pictures: Pictures) -> Iterator[str]:
    title = escape(manual.title)
    yield '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
    yield f'<header><h1>{title}</h1></header>\n<nav aria-label="{CONTENTS_TITLE}"><ul>\n'
    for chapter in manual.chapters:
        links = "".join(
            f'<li><a href="#{topic.id}">{escape(topic.title)}</a></li>' for topic in chapter.topics
        )
        yield f"<li>{escape(chapter.title)}<ul>{links}</ul></li>\n"
    yield "</ul></nav>\n<main>\n"
    for chapter in manual.chapters:
        yield f"<h2>{escape(chapter.title)}</h2>\n"
        for topic in chapter.topics:
            yield f'<h3 id="{topic.id}">{escape(topic.title)}</h3>\n{topic_html(topic)}'
            if topic.picture in pictures:
                source = base64.b64encode(pictures[topic.picture]).decode("ascii")
                words = escape(_caption(topic.title))
                yield f'<p><img alt="{words}" src="data:image/png;base64,{source}"></p>\n'
    yield "</main>\n</body>\n</html>\n"


def topic_html(topic: Topic) -> str:
    """The HTML of a topic's text, without its title."""
    return "".join(_topic(topic))


def _topic(topic: Topic) -> Iterator[str]:
    for kind, group in groupby(topic.paragraphs(), key=lambda paragraph: paragraph.kind):
        words = [escape(paragraph.words) for paragraph in group]
        if kind in _LIST:
            items = "".join(f"<li>{one}</li>" for one in words)
            yield f"<{_LIST[kind]}>{items}</{_LIST[kind]}>\n"
        else:
            yield "".join(f"<p>{one}</p>\n" for one in words)
