"""The table of named rules: parameters of each for rule files, and the codes it can report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.rules.checks import changes, counting, naming, timing
from pia_desktop.rules.checks.finding import Finding

Named = Callable[..., Iterable[Finding]]


class Takes(Enum):
    """The type of a parameter: an item, a list, or text of the form."""

    ITEM = "item"
    LIST = "list"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Function:
    """A named rule.  It runs at each node of its first item or, if ``whole``, once per assessment.

    ``above``: it runs at the node that contains the list of the first item's entries.
    """

    run: Named
    takes: Mapping[str, Takes]
    codes: frozenset[str]
    whole: bool = False
    above: bool = False


def _function(
    run: Named,
    items: str,
    codes: str,
    words: str = "",
    lists: str = "",
    whole: bool = False,
    above: bool = False,
) -> Function:
    takes = {
        **dict.fromkeys(items.split(), Takes.ITEM),
        **dict.fromkeys(lists.split(), Takes.LIST),
        **dict.fromkeys(words.split(), Takes.WORDS),
    }
    return Function(run, takes, frozenset(codes.split()), whole, above)


FUNCTIONS: Final[dict[str, Function]] = {
    "entries_counted": _function(
        counting.entries_counted, "says count", "C201 C202 C203 C204", words="yes", lists="entries"
    ),
    "box_counted": _function(
        counting.box_counted, "says", "C201 C202 C203 C204", words="box", lists="entries"
    ),
    "alone": _function(counting.alone, "says", "C205", words="box"),
    "items_counted": _function(counting.items_counted, "says text", "C321"),
    "threshold_said": _function(counting.threshold_said, "says people users", "C330 C331 C333", whole=True),
    "threshold_owed": _function(counting.threshold_owed, "submits people handlers incident", "C332"),
    "files_listed": _function(naming.files_listed, "names name", "C210 C211 C212 C213", whole=True),
    "same_name": _function(naming.same_name, "says name", "C214"),
    "title_says": _function(naming.title_says, "title work", "C215 C216"),
    "agency_in": _function(naming.agency_in, "text agency", "C217"),
    "number_only": _function(naming.number_only, "says", "C218"),
    "unlike_entries": _function(naming.unlike_entries, "says", "C219", above=True),
    "alike_in_files": _function(naming.alike_in_files, "says", "C220", whole=True),
    "no_person": _function(naming.no_person, "says", "C221"),
    "reasons_match": _function(naming.reasons_match, "boxes text", "C317"),
    "in_order": _function(timing.in_order, "then first", "C406 C416"),
    "hearing": _function(timing.hearing, "period reason", "C407 C408 C409"),
    "after_law": _function(timing.after_law, "says", "C403"),
    "after_use": _function(timing.after_use, "says", "C413"),
    "not_future": _function(timing.not_future, "says", "C404"),
    "published": _function(timing.published, "says", "C405 C411 C414"),
    "counted_lately": _function(timing.counted_lately, "says day", "C412"),
    "row_complete": _function(changes.row_complete, "day item before after timing", "C501 C502 C504"),
    "row_timing": _function(changes.row_timing, "day item timing why published", "C503"),
    "rows_published": _function(
        changes.rows_published, "day timing published", "C507 C509", lists="rows", whole=True
    ),
    "rows_explained": _function(
        changes.rows_explained, "day timing why published", "C505", lists="rows", whole=True
    ),
    "rows_once": _function(changes.rows_once, "", "C506", lists="rows", whole=True),
}
"""Every function that a rule file can name."""
