"""The bundled form editions."""

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
_FORMERLY: Final = re.compile(r"^formerly: \[(.+?)\]", re.MULTILINE)


@cache
def _heads() -> dict[Path, tuple[str, str, tuple[str, ...]]]:
    """Form, version and former names of the version, from the first lines of each definition file."""
    found = {}
    for path in sorted((resource_root() / "forms").glob("*-*.yaml")):
        with path.open(encoding="utf-8") as file:
            text = file.read(600)
        head, formerly = dict(_HEAD.findall(text)), _FORMERLY.search(text)
        names = tuple(name.strip() for name in formerly[1].split(",")) if formerly else ()
        found[path] = head.get("form", path.stem), head.get("version", ""), names
    return found


@cache
def edition_files() -> dict[tuple[str, str], Path]:
    """Definition files by (form, version), each form's oldest version first.

    Files are named by form and date, ``yoshiki3-2018-05.yaml``.  Only their first lines, which name form and
    version, are read here, so that opening one form does not load all.
    """
    return {(form, version): path for path, (form, version, _formerly) in _heads().items()}


@cache
def _former_names() -> dict[tuple[str, str], str]:
    return {(form, name): version for form, version, names in _heads().values() for name in names}


def edition_name(form: str, version: str) -> str:
    """The current name of an edition: files may have a name from an earlier release."""
    return _former_names().get((form, version), version)


@cache
def _loaded(path: Path) -> Form:
    return load_form(path)


def find_form(form: str, version: str | None = None) -> Form:
    """The form edition with this id and (present or former) version; without ``version`` the newest.

    Raises UserError if it is unknown.
    """
    known = edition_files()
    versions = [v for f, v in known if f == form]
    wanted = edition_name(form, version) if version is not None else (versions[-1] if versions else "")
    path = known.get((form, wanted))
    if path is None:
        named = f"{form[:40]} {version[:40]}" if version else form[:40]
        raise UserError(
            _("This program does not know the form “{form}”.").format(form=named),
            _("Known editions: {editions}.").format(editions=", ".join(f"{f} {v}" for f, v in known)),
        )
    return _loaded(path)


def all_forms() -> list[Form]:
    """All editions, loaded."""
    return [_loaded(path) for path in edition_files().values()]
