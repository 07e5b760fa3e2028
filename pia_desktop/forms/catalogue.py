"""The form editions that the program ships."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from pia_desktop.errors import UserError
from pia_desktop.forms.loader import load_form
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.paths import resource_root

_HEAD: Final = re.compile(r"^(form|version): (\S+)$", re.MULTILINE)


@cache
def edition_files() -> dict[tuple[str, str], Path]:
    """Definition file by (form, version), each form's oldest version first.

    A file is named by form and date, ``yoshiki3-2018-05.yaml``; its first lines name form and version, and
    only these are read here, so that opening one form does not cost the loading of all.
    """
    found = {}
    for path in sorted((resource_root() / "forms").glob("*-*.yaml")):
        with path.open(encoding="utf-8") as file:
            head = dict(_HEAD.findall(file.read(600)))
        found[head.get("form", path.stem), head.get("version", "")] = path
    return found


@cache
def _loaded(path: Path) -> Form:
    return load_form(path)


def find_form(form: str, version: str | None = None) -> Form:
    """The form edition of this id; without ``version`` the newest one.

    Raises UserError where the program does not know it.
    """
    known = edition_files()
    versions = [v for f, v in known if f == form]
    wanted = version if version is not None else (versions[-1] if versions else "")
    path = known.get((form, wanted))
    if path is None:
        named = f"{form[:40]} {version[:40]}" if version else form[:40]
        raise UserError(
            _("This program does not know the form “{form}”.").format(form=named),
            _("Known editions: {editions}.").format(editions=", ".join(f"{f} {v}" for f, v in known)),
        )
    return _loaded(path)


def all_forms() -> list[Form]:
    """Every edition, loaded."""
    return [_loaded(path) for path in edition_files().values()]
