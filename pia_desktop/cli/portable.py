"""Keeps what a portable program writes in passing on its own disk."""

from __future__ import annotations

import os
import sys
import tempfile

from pia_desktop.paths import is_portable, user_data_dir


def leave_no_trace() -> None:
    """Redirect temporary files of a portable program, Qt and the system into its folder.

    Call before anything else.  Remains of a killed run are deleted after a day; younger ones may belong to
    another window.  Does nothing if the folder is not writable.
    """
    if not is_portable():
        return
    temporary = user_data_dir() / "temporary"
    try:
        temporary.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    tempfile.tempdir = str(temporary)
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        os.environ[name] = str(temporary)
    if sys.platform != "win32":
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = str(user_data_dir() / "system")
    from pia_desktop.temporary import take_away_old

    take_away_old(temporary)
