"""Where text of a permanently deleted assessment may remain, and removing it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.widgets.dialogs import ask, busy, show_error

if TYPE_CHECKING:
    from ui.context.cabinet_store import CabinetStore

_EARLIER = "{stem}.バックアップ-v*"
"""Copies that were made before the file was brought to a newer schema."""


def name_traces(parent: QWidget, store: CabinetStore, notify: Callable[[str], None], *, clean: bool) -> None:
    """List what may still contain the text, and offer to clear what is on this terminal.

    ``clean``: the cabinet file itself was rewritten.
    """
    from db.backup import backups_under
    from db.index_file import index_path

    backups = len(backups_under(store.uid))
    index = index_path(store.cabinet).exists()
    beside = sorted(store.path.parent.glob(_EARLIER.format(stem=_escaped(store.path.stem))))
    lines = []
    if not clean:
        lines.append(_("In the file of the cabinet, until it is closed: somebody is reading it."))
    if backups:
        words = ngettext(
            "In {count:,} backup on this terminal", "In {count:,} backups on this terminal", backups
        )
        lines.append(words.format(count=backups))
    if index:
        lines.append(_("In the index of the search on this terminal"))
    lines += [str(path) for path in beside]
    if not lines:
        notify(_("Deleted for good."))
        return
    clear = [(_("Clear Backups and Index"), lambda: _clear(parent, store, notify))]
    ask(
        parent,
        _("Words of what was deleted may still stand elsewhere."),
        "\n".join(lines),
        [*(clear if backups or index else []), (_("Leave Them"), None)],
        careful=True,
    )


def _clear(parent: QWidget, store: CabinetStore, notify: Callable[[str], None]) -> None:
    from db.backup import drop_backups
    from db.search import SearchIndex

    try:
        with busy():
            left = drop_backups(store.uid)
            with SearchIndex.open(store.cabinet) as index:
                index.wipe()
    except UserError as error:
        show_error(parent, error)
        return
    store.back_up()  # without what was deleted
    if left:
        words = ngettext(
            "{count:,} backup is left: somebody has worked in it, or it is in use.",
            "{count:,} backups are left: somebody has worked in them, or they are in use.",
            left,
        )
        notify(words.format(count=left))
    else:
        notify(_("Backups and index were cleared; a new backup is made."))


def _escaped(stem: str) -> str:
    """A file name escaped for use as a glob pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in stem)
