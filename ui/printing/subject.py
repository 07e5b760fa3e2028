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
    """What to print.  ``version``: name in a draft's footer; ``blank``: without answers."""

    snapshot: Snapshot
    pictures: PictureSource
    version: str = ""
    blank: bool = False


def blank_subject(form: Form) -> Subject:
    """A blank form."""
    return Subject(Snapshot(form, blank_root(form)), PictureDict(), blank=True)


def suggested_name(subject: Subject, copy: Copy) -> str:
    """A file name that contains no withheld text."""
    snapshot = subject.snapshot
    if subject.blank:
        pattern, name = _("{name} (blank)"), snapshot.form.short_title
    elif copy.public:
        pattern, name = _("{name} (for the public)"), title_of(public_copy(snapshot))
    elif copy.draft:
        pattern, name = _("{name} (draft)"), title_of(snapshot)
    else:
        pattern, name = "{name}", title_of(snapshot)
    return pattern.format(name=name) + ".pdf"


def title_of(snapshot: Snapshot) -> str:
    """The title of an assessment."""
    name = snapshot.root.answer((snapshot.form.roles.title,))
    return name if isinstance(name, str) else snapshot.form.short_title
