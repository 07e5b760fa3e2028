"""The interface of the form's pages, and the captions of their tabs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtWidgets import QScrollBar, QWidget

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import Part
from pia_desktop.i18n import _
from ui.context.session import Session

if TYPE_CHECKING:
    from pia_desktop.assessment.spots import Spot

_NUMERAL: Final = re.compile(r"^(?:（(別添[０-９0-9]+)）|([Ⅰ-Ⅻ]+))[\s　]*(.*)$")
_SUBJECT: Final = re.compile(r"特定個人情報(?:ファイル)?の?")
_LONG: Final = 12
_SHORT: Final = 6
"""Characters of a tab that all parts of the longest form have room for on a screen 1280 wide."""
_REST: Final = re.compile(r"(?:、|のリスク).*$")
"""What a tab need not say for its part to be known: 開示請求、問合せ, その他のリスク対策."""


@runtime_checkable
class FormTab(Protocol):
    """Interface of the form's pages, which are QWidgets."""

    def show_item(self, path: NodePath) -> bool:
        """Scroll an item, entry or list into view and focus it; False if it is not on this page."""


@runtime_checkable
class FieldsTab(FormTab, Protocol):
    """A page that knows which of its items are visible."""

    def sees(self, path: NodePath) -> bool:
        """Whether any part of an item is visible."""

    def first_seen(self) -> NodePath | None:
        """The first visible item, from the top."""

    def show_words(self, path: NodePath, spot: Spot, start: int, end: int) -> bool:
        """Select text of an answer and focus it; False if it is not on this page."""

    def scroll_bar(self) -> QScrollBar:
        """The vertical scroll bar."""

    def enter(self) -> None:
        """Restore the page's last focus, or focus its first field."""


TabFactory = Callable[[Session, Part | None], QWidget]
"""Makes the page of a part, or of the cover (None); the page is a ``FormTab`` too."""


def form_tab(session: Session, part: Part | None) -> QWidget:
    """The page of a part."""
    from ui.form.file_pages import create_tab

    return create_tab(session, part)


def tab_caption(part: Part | None) -> str:
    """The short caption of a tab: numeral and what distinguishes the part."""
    if part is None:
        return _("Cover")
    found = _NUMERAL.match(plain(part.title))
    if found is None:
        return plain(part.title)
    words = found.group(3)
    if len(words) > _LONG:  # in every part's title
        words = _SUBJECT.sub("", words).rpartition("における")[2]
    if len(words) > _SHORT:
        words = _REST.sub("", words)
    return f"{found.group(1) or found.group(2)} {words}"
