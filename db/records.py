"""The records that the storage returns, as frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import CabinetError
from pia_desktop.forms.values import Value, drop_forbidden

STATES: Final = ("draft", "hearing", "review", "submitted", "published", "ended")
"""The states of an assessment in order: 下書き, 意見聴取中, 第三者点検中, 提出済, 公表済, 終了."""

STAGES: Final = (
    "draft",
    "hearing",
    "hearing_end",
    "review",
    "submitted",
    "published",
    "ended",
    "looked_over",
)
"""What has a date: the states, the end of the hearing, and the last annual 見直し."""

NOTE_KINDS: Final = ("note", "todo", "remark")
REMARK_KIND: Final = "remark"
"""Sticky notes, tasks, and reviewers' remarks (指摘)."""


def iso_day(words: str) -> bool:
    """Whether text is an ISO day, ``2025-01-31``."""
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def line_of(words: str) -> str:
    """Text as one line, without characters that no text may contain."""
    return drop_forbidden(words).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Number of findings by severity: 誤り, 確認, 助言."""

    error: int = 0
    confirm: int = 0
    hint: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """回: one pass of an assessment through its states, with its dates by ``STAGES``.

    ``number`` counts from 1; ``begun_at`` is UTC; ``state`` is the one reached when the next round began,
    empty for the current round.
    """

    number: int
    name: str = ""
    begun_at: str = ""
    state: str = ""
    stages: Mapping[str, str] = field(default_factory=dict, hash=False)


WAYS: Final = ("packing", "lent", "returned", "taken", "merged", "known")
"""How a state went out or came in: being written, lent, given back; taken in as new, merged, known by name
only.
"""

SCOPES: Final = ("whole", "review")
"""What the recipient of a file may change: everything, or notes and remarks only."""


@dataclass(frozen=True, slots=True)
class Handover:
    """持ち出し: a state of an assessment that was exported to or imported from a file.

    ``state`` names it in every cabinet; ``way`` is one of ``WAYS``, ``scope`` one of ``SCOPES``; ``person``
    has it, ``file`` is the file's name.  ``at`` and ``ended_at`` are UTC; ``ended_at`` is empty while a loan
    is out or a borrowed assessment has not been given back.
    """

    id: int
    assessment_id: int
    state: str
    way: str
    scope: str
    person: str
    file: str
    at: str
    ended_at: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentInfo:
    """One line of the cabinet's list.

    ``number``, ``title``, ``agency`` and ``published_on`` are the texts of the form's roles, empty if
    unanswered.  Times are UTC, ``2025-01-31T12:00:00Z``, empty if it is not archived or not trashed.
    ``state`` is one of ``STATES``, ``stages`` the ISO days by ``STAGES``, both of the current round;
    ``rounds`` are all rounds, oldest first, empty if there is only one.  ``findings`` is None if unchecked;
    ``edits`` grows with every write to the contents.  ``out`` lists the loans that have not come back, and
    the import it was borrowed with.  ``published_version`` is the ISO day of the last closed version that was
    published.  ``fault`` says why its contents could not be read, and what to do; empty if they could, or if
    nobody has read them since the cabinet was opened.
    """

    id: int
    form: str
    version: str
    number: str
    title: str
    agency: str
    published_on: str
    created_at: str
    edited_at: str
    state: str = "draft"
    archived_at: str = ""
    deleted_at: str = ""
    edits: int = 0
    findings: FindingCounts | None = None
    stages: Mapping[str, str] = field(default_factory=dict, hash=False)
    rounds: tuple[Round, ...] = ()
    out: tuple[Handover, ...] = ()
    published_version: str = ""
    fault: str = ""

    @property
    def lent(self) -> tuple[Handover, ...]:
        """Loans that are out, oldest first."""
        return tuple(one for one in self.out if one.way == "lent")

    @property
    def borrowed(self) -> Handover | None:
        """The import it was borrowed with; None if it belongs to this cabinet."""
        return next((one for one in self.out if one.way == "taken"), None)

    @property
    def for_review(self) -> bool:
        """Whether it was borrowed for review: only notes and remarks can be written."""
        return self.borrowed is not None and self.borrowed.scope == "review"

    @property
    def round(self) -> int:
        """The number of the current round."""
        return self.rounds[-1].number if self.rounds else 1

    @property
    def earlier(self) -> tuple[Mapping[str, str], ...]:
        """The dates of the earlier rounds, oldest first."""
        return tuple(one.stages for one in self.rounds[:-1])

    @property
    def owing(self) -> tuple[Mapping[str, str], ...]:
        """Dates besides the current round's from which deadlines count: earlier rounds, published versions.

        Versions stand for a publication only where no round has its day: what is closed later, in the state
        of having been published, is none.
        """
        version = self.published_version
        if not version or self.stages.get("published") or any("published" in one for one in self.earlier):
            return self.earlier
        return (*self.earlier, {"published": version})

    @property
    def archived(self) -> bool:
        """Whether it is archived, and hidden unless asked for."""
        return bool(self.archived_at)

    @property
    def trashed(self) -> bool:
        """Whether it is in the trash."""
        return bool(self.deleted_at)


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A closed version (版) of an assessment, without its contents.

    ``number`` counts from 1 in each assessment; ``closed_on`` is the ISO day entered by the clerk,
    ``closed_at`` the UTC time of closing; ``state`` is the one it had then.
    """

    id: int
    assessment_id: int
    number: int
    name: str
    closed_on: str
    closed_at: str
    state: str
    form: str
    edition: str
    title: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in from a document in one transaction, and can be undone as one.

    ``version_id`` is the version it became or, if it replaced contents, the version that keeps these; 0 for a
    new assessment.  ``edits`` is the write count right after.
    """

    assessment_id: int
    version_id: int = 0
    replaced: bool = False
    notes: tuple[str, ...] = ()
    edits: int = 0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding (``code`` at ``path``) that was set aside, and why; ``created_at`` is UTC."""

    code: str
    path: NodePath
    reason: str
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The contents of a closed version."""

    snapshot: Snapshot
    set_asides: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A sticky note, a task or a reviewer's remark on an item; ``path`` () means the whole assessment.

    ``id`` is chosen by the creator (``new_key``); ``kind`` is one of ``NOTE_KINDS``; ``answer`` is the
    office's reply to a remark.  Times are UTC, filled in on storing if empty.  Remarks of an assessment are
    numbered from 1, on storing if ``number`` is 0; ``version`` is the number of the newest closed version
    when the note was made.
    """

    id: str
    assessment_id: int
    path: NodePath
    kind: str
    words: str
    author: str = ""
    answer: str = ""
    done: bool = False
    created_at: str = ""
    changed_at: str = ""
    number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Opinion:
    """意見 received in the hearing of a round; ``path`` () means the whole assessment.

    ``received_on`` is the day as typed; ``reflected`` says what of it went into the assessment.
    """

    id: str
    assessment_id: int
    round: int
    number: int
    received_on: str = ""
    path: NodePath = ()
    gist: str = ""
    answer: str = ""
    reflected: str = ""
    changed_at: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """The result on a point of view of 審査 in a round; ``verdict`` is empty if there is none yet."""

    round: int
    point: str
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An earlier answer of an item, with the UTC time it was replaced and its withheld spans."""

    at: str
    value: Value
    withheld: Spans | None = None


@dataclass(frozen=True, slots=True)
class ReplacementPart:
    """The effect of a replacement on one assessment: changed places, and rows added to 変更箇所."""

    assessment_id: int
    places: int
    rows: int


@dataclass(frozen=True, slots=True)
class ReplacementInfo:
    """A replacement across all assessments: UTC time, search text, replacement and places.

    ``taken_back_at`` is empty unless it was undone.
    """

    id: int
    made_at: str
    find: str
    words: str
    taken_back_at: str
    parts: tuple[ReplacementPart, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """定型文: a text of the office under a title; ``position`` is its place in the list."""

    id: str
    title: str
    words: str
    position: int = 0
    changed_at: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a cabinet open for writing; unknown fields are empty (pid 0).

    ``since`` is UTC, ``2025-01-31T12:00:00Z``.
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""


@dataclass(frozen=True, slots=True)
class SaverState:
    """Progress of saving.

    Every edit up to number ``saved_through`` is on disk; ``pending`` edits and pictures are not.  ``error``
    is the last failure, until an attempt succeeds.  ``part_beside``: there is no room to put all into the one
    file.
    """

    saved_through: int = 0
    pending: int = 0
    error: CabinetError | None = None
    part_beside: CabinetError | None = None


@dataclass(frozen=True, slots=True)
class Rescued:
    """A rescue file that was written.

    ``whole``: it contains the entire cabinet, which could still be read; otherwise only the open assessments.
    """

    path: Path
    whole: bool
