"""Carries several assessments out, or brings several files in, each by itself; for a background thread.

Where somebody would have to choose, a file is left out with a word on it, and is brought in by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_names import info_name, numbered_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.carrying.words import SUFFIX, done_words
from ui.widgets.file_names import free_path

if TYPE_CHECKING:
    from db.cabinet import Cabinet

Errand = tuple[str, Callable[["Cabinet"], str]]
"""What the report names it, and what does it, returning a remark; UserError: it is left out."""


def carry_out_each(
    infos: Sequence[AssessmentInfo], folder: Path, person: str, scope: str
) -> tuple[Errand, ...]:
    """Write each to a file of its own in a folder."""
    return tuple(
        (numbered_name(info), partial(_carry_out, info.id, path, person, scope))
        for info, path in zip(infos, carried_paths(infos, folder), strict=True)
    )


def carried_paths(infos: Sequence[AssessmentInfo], folder: Path) -> list[Path]:
    """A file for each, named by number and name, that is not there yet."""
    taken: set[Path] = set()
    digits = max((len(info.number.strip()) for info in infos), default=0)
    paths = []
    for info in infos:
        number = info.number.strip()
        lead = number.zfill(digits) if number.isdecimal() else number
        paths.append(free_path(folder, f"{lead} {info_name(info)}".strip(), SUFFIX, taken))
    return paths


def _carry_out(assessment_id: int, path: Path, person: str, scope: str, cabinet: Cabinet) -> str:
    made = cabinet.pack(assessment_id, path, person, scope)
    return _("given back in {file}").format(file=path.name) if made.way == "returned" else ""


def bring_in_each(paths: Iterable[Path], is_open: Callable[[int], bool]) -> tuple[Errand, ...]:
    """Take each file in, as a new assessment or into the one it was made from."""
    return tuple((path.name, partial(_bring_in, path, is_open)) for path in paths)


def _bring_in(path: Path, is_open: Callable[[int], bool], cabinet: Cabinet) -> str:
    from db.piax import read_parcel

    parcel = read_parcel(path)
    home = cabinet.home_of(parcel)
    if home is None:
        cabinet.receive(parcel)
        return _("taken in as a new assessment")
    info = next(one for one in cabinet.list() if one.id == home)
    if is_open(home):
        raise UserError(
            _("“{name}” is open in a window.").format(name=info_name(info)),
            _("Close the window first, then bring the file in once more."),
        )
    clashes = sum(one.choosable for one in cabinet.returning(parcel, home).merged().clashes)
    if clashes:
        words = ngettext(
            "{count:,} place was changed on both sides.",
            "{count:,} places were changed on both sides.",
            clashes,
        )
        raise UserError(words.format(count=clashes), _("Bring this file in by itself, and choose."))
    done = cabinet.bring_back(parcel, home, ())
    back = _("back in “{name}”").format(name=numbered_name(info))
    return back if done.known else f"{back}　{done_words(done)}"
