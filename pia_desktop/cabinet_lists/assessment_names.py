"""Names of assessments and forms for lists and messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from db.records import AssessmentInfo
from pia_desktop.assessment.folding import as_read
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.i18n import _


def info_name(info: AssessmentInfo) -> str:
    """The assessment's name, for lists and messages."""
    return info.title or _("(without a name)")


def listed_name(info: AssessmentInfo, nth: int) -> str:
    """The name as listed among namesakes, with a count from the second on; the count is never stored."""
    name = info_name(info)
    return name if nth == 1 else _("{name} (number {nth:,} of this name)").format(name=name, nth=nth)


def numbered_name(info: AssessmentInfo) -> str:
    """Number and name of the assessment, for places without a number column."""
    return f"{info.number} {info_name(info)}".strip()


def identifying_name(info: AssessmentInfo) -> str:
    """The assessment's name or, if it has none, other words that identify it."""
    return info.title or numbered_name(info)


def namesakes(infos: Iterable[AssessmentInfo]) -> Mapping[int, int]:
    """A number for each assessment, by id, among those with the same number and name: 1 for the oldest.

    A copy has both until they are changed.  Trashed assessments are counted separately; unnamed ones always
    get 1.
    """
    seen: Counter[tuple[str, str, bool]] = Counter()
    found = {}
    for info in sorted(infos, key=lambda one: one.id):
        alike = (as_read(info.number), as_read(info.title), info.trashed)
        seen[alike] += bool(info.title)
        found[info.id] = max(seen[alike], 1)
    return found


@cache
def form_name(form: str) -> str:
    """Number and short name of the form (様式４ 全項目評価書); its id if this program does not
    know the form.
    """
    try:
        known = find_form(form)
    except UserError:
        return form
    return f"{_numeral(known.mark)} {known.short_title}".strip()


@cache
def form_words(form: str, version: str) -> str:
    """The form's name, followed by the edition unless that is the newest."""
    newest, known = _newest(form), (form, version) in edition_files()
    return form_name(form) if known and version == newest else f"{form_name(form)}（{version}）"


def _numeral(mark: str) -> str:
    """``様式４`` out of ``[平成30年５月　様式４]``."""
    return mark.strip("[]［］").replace("\u3000", " ").rpartition(" ")[2]


def _newest(form: str) -> str:
    return next((version for known, version in reversed(edition_files()) if known == form), "")


def form_place(form: str, version: str) -> tuple[int, int]:
    """Sort key: the form's number, then its edition, newest first; unknown ones come last."""
    known = list(edition_files())
    if (form, version) not in known:
        return 1, 0
    return 0, -known.index((form, version)) + sum(100 for name in dict.fromkeys(known) if name[0] < form)
