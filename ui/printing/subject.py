"""What is printed, and the suggested file name."""

from __future__ import annotations

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.pictures import PictureDict, PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.purpose import Copy


@dataclass(frozen=True, slots=True)
class Subject:
    """What to print.  ``version``: name in a draft's footer; ``blank``: without answers.

    ``today``: the draft, where it is a closed version.
    """

    snapshot: Snapshot
    pictures: PictureSource
    version: str = ""
    blank: bool = False
    today: Snapshot | None = None


def blank_subject(form: Form) -> Subject:
    """A blank form."""
    return Subject(Snapshot(form, blank_root(form)), PictureDict(), blank=True)


def suggested_name(subject: Subject, copy: Copy) -> str:
    """A file name that contains no withheld text."""
    snapshot = subject.snapshot
    if subject.blank:
        return _("{name} (blank)").format(name=snapshot.form.short_title) + ".pdf"
    return name_for(title_of(public_copy(snapshot) if copy.public else snapshot), copy)


def name_for(title: str, copy: Copy) -> str:
    """A file name that says for whom the copy is."""
    pattern = "{name}"
    if copy.public:
        pattern = _("{name} (for the public)")
    elif copy.draft:
        pattern = _("{name} (draft)")
    return pattern.format(name=title) + ".pdf"


def title_of(snapshot: Snapshot) -> str:
    """The title of an assessment."""
    name = snapshot.root.answer((snapshot.form.roles.title,))
    return name if isinstance(name, str) else snapshot.form.short_title
