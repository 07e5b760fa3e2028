"""What a window asks of the form's pages, and the words on their tabs."""

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
    """What the form's pages offer; they are QWidgets."""

    def show_item(self, path: NodePath) -> bool:
        """Scroll an item, entry or list into view and put the cursor there; False where it is elsewhere."""
        ...


@runtime_checkable
class FieldsTab(FormTab, Protocol):
    """A page that knows which of its items are on the screen."""

    def sees(self, path: NodePath) -> bool:
        """Whether something of an item is on the screen."""
        ...

    def first_seen(self) -> NodePath | None:
        """The first item on the screen, from the top."""
        ...

    def show_words(self, path: NodePath, spot: Spot, start: int, end: int) -> bool:
        """Show words of an answer, marked and with the cursor; False where they are elsewhere."""
        ...

    def scroll_bar(self) -> QScrollBar:
        """What scrolls it up and down."""
        ...

    def enter(self) -> None:
        """Put the cursor where it was last on this page, or into the first field."""
        ...


TabFactory = Callable[[Session, Part | None], QWidget]
"""Makes the page of a part, or of the cover (None); the page is a ``FormTab`` too."""


def form_tab(session: Session, part: Part | None) -> QWidget:
    """The form's own page."""
    from ui.form.file_pages import create_tab

    return create_tab(session, part)


def tab_caption(part: Part | None) -> str:
    """The short words of a tab: numeral and what sets the part apart from the others."""
    if part is None:
        return _("Cover")
    found = _NUMERAL.match(plain(part.title))
    if found is None:
        return plain(part.title)
    words = found.group(3)
    if len(words) > _LONG:  # every part is about 特定個人情報ファイル
        words = _SUBJECT.sub("", words).rpartition("における")[2]
    if len(words) > _SHORT:
        words = _REST.sub("", words)
    return f"{found.group(1) or found.group(2)} {words}"
