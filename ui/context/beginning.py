"""Initial content of a new assessment."""

from __future__ import annotations

from pathlib import Path

from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form


@dataclass(frozen=True, slots=True)
class Beginning:
    """Initial content of a new assessment; ``root`` None for a blank form, ``pictures`` None if the cabinet
    already has them.
    """

    form: Form
    root: Node | None = None
    pictures: PictureSource | None = None


def read_beginning(path: Path) -> Beginning:
    """Read an interchange file.  Raises UserError."""
    from pia_desktop.exchange.interchange import read_file

    found = read_file(path)
    return Beginning(found.form, found.root, found.pictures)
