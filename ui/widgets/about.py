"""The About dialog, and the list of keyboard shortcuts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from pia_desktop import __version__
from pia_desktop.i18n import _
from pia_desktop.paths import user_data_dir
from ui.widgets.dialogs import MessageDialog, tell


def show_about(parent: QWidget) -> MessageDialog:
    """Show name, version, licence, and where the program stores its files."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    words = _(
        "Version {version} (Python {python}, Qt {qt})\n"
        "Apache License 2.0; fonts under the SIL Open Font License\n"
        "Settings and logs lie in {folder}"
    )
    return tell(
        parent,
        "PIA Desktop",
        words.format(version=__version__, python=python, qt=qVersion(), folder=user_data_dir()),
    )


def show_keys(parent: QWidget, keys: Sequence[tuple[str, str]]) -> MessageDialog:
    """Show shortcuts with their actions, as text that can be copied."""
    dialog = MessageDialog(
        parent, _("Keys of this window"), details="\n".join(f"{key}\t{words}" for key, words in keys)
    )
    dialog.open()
    return dialog
