"""What the storage hands out, as frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.errors import CabinetError
from pia_desktop.forms.values import Value, drop_forbidden

STATES: Final = ("draft", "hearing", "review", "submitted", "published", "ended")
"""How far an assessment has come, in order: 下書き, 意見聴取中, 第三者点検中, 提出済, 公表済, 終了."""

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
"""What has a day of its own: the states, the end of the hearing, and the last yearly look over it."""

NOTE_KINDS: Final = ("note", "todo", "remark")
REMARK_KIND: Final = "remark"
"""付せん, things to do, and reviewers' remarks (指摘)."""


def iso_day(words: str) -> bool:
    """Whether these are a day as the storage keeps it, ``2025-01-31``."""
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def line_of(words: str) -> str:
    """Words in one line, without what no text may hold."""
    return drop_forbidden(words).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings the checks had: 誤り, 確認, 助言."""

    error: int = 0
    confirm: int = 0
    hint: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """回: one time that an assessment goes the way of its states, with its days by ``STAGES``.

    ``number`` counts from 1; ``begun_at`` is UTC; ``state`` is the one it had come to when the next began,
    empty for the present round.
    """

    number: int
    name: str = ""
    begun_at: str = ""
    state: str = ""
    stages: Mapping[str, str] = field(default_factory=dict, hash=False)


WAYS: Final = ("packing", "lent", "returned", "taken", "merged", "known")
"""How a state went out or came in: a file being written, lent, given back; taken in as new, brought together
with what was here, known by its name only."""

SCOPES: Final = ("whole", "review")
"""What whoever gets a file may change: all of it, or notes and remarks only."""


@dataclass(frozen=True, slots=True)
class Handover:
    """持ち出し: a state of an assessment that went out in a file, or came in with one.

    ``state`` names it in every cabinet; ``way`` is one of ``WAYS``, ``scope`` one of ``SCOPES``; ``person``
    has taken it out, ``file`` is the file's name.  ``at`` is UTC, and ``ended_at`` too, empty as long as
    what was lent is out, or what was taken in is not given back.
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

    ``number``, ``title``, ``agency`` and ``published_on`` are the words of the form's roles, empty where
    unanswered; times are UTC, ``2025-01-31T12:00:00Z``, and empty where it is not archived or not deleted.
    ``state`` is one of ``STATES``, ``stages`` the ISO days by ``STAGES``, both of the present round;
    ``rounds`` are all of them, oldest first, empty as long as there is the first alone.  ``findings`` is None
    where unchecked; ``edits`` grows with every write to the contents.  ``out`` is what of it was lent and
    is not back, or what it was taken in with from elsewhere and not given back yet.
    ``published_version`` is the ISO day of the last closed version that was published.
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

    @property
    def lent(self) -> tuple[Handover, ...]:
        """What is out, oldest first."""
        return tuple(one for one in self.out if one.way == "lent")

    @property
    def borrowed(self) -> Handover | None:
        """What it was taken in with from another cabinet; None where it is at home here."""
        return next((one for one in self.out if one.way == "taken"), None)

    @property
    def round(self) -> int:
        """The number of the present round."""
        return self.rounds[-1].number if self.rounds else 1

    @property
    def earlier(self) -> tuple[Mapping[str, str], ...]:
        """The days of the rounds before the present one, oldest first."""
        return tuple(one.stages for one in self.rounds[:-1])

    @property
    def owing(self) -> tuple[Mapping[str, str], ...]:
        """All that deadlines count from beside the present round: earlier rounds, and published versions."""
        version = self.published_version
        return (*self.earlier, {"published": version}) if version else self.earlier

    @property
    def archived(self) -> bool:
        """Whether it is put away, out of the clerk's sight unless asked for."""
        return bool(self.archived_at)

    @property
    def trashed(self) -> bool:
        """Whether it is deleted, with a way back."""
        return bool(self.deleted_at)


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A closed version (版) of an assessment, without its contents.

    ``number`` counts from 1 in each assessment; ``closed_on`` is the ISO day that the clerk gave it,
    ``closed_at`` the moment (UTC) in which it was closed; ``state`` is the one it had then.
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
    """What was taken in from a document in one transaction, so that it can be taken back as one.

    ``version_id`` is the version that it became or, where it replaced contents, the one that keeps these;
    0 for a new assessment.  ``edits`` counts the writes to the contents until then.
    """

    assessment_id: int
    version_id: int = 0
    replaced: bool = False
    notes: tuple[str, ...] = ()
    edits: int = 0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding (``code`` at ``path``) that somebody set aside, and why; ``created_at`` is UTC."""

    code: str
    path: NodePath
    reason: str
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What a closed version holds."""

    snapshot: Snapshot
    set_asides: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A sticky note, a thing to do or a reviewer's remark on an item; ``path`` () is the whole assessment.

    ``id`` is made by whoever makes the note (``new_key``); ``kind`` is one of ``NOTE_KINDS``; ``answer`` is
    the office's to a remark.  Times are UTC and filled when it is stored, where they are empty.  Remarks of
    an assessment are numbered from 1, which storing does where ``number`` is 0; ``version`` is the number of
    the newest version that was closed when the note was made.
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
    """意見 that came in at the hearing of a round; ``path`` () is about the whole assessment.

    ``received_on`` is the day as it was written; ``reflected`` what of it went into the assessment.
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
    """What was found on a point of view of 審査 in a round; ``verdict`` is empty while nothing was."""

    round: int
    point: str
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """What once stood at an item: when (UTC), and what of it was withheld."""

    at: str
    value: Value
    withheld: Spans | None = None


@dataclass(frozen=True, slots=True)
class ReplacementPart:
    """What a replacement did to one assessment: places, and rows of 変更箇所 that were added."""

    assessment_id: int
    places: int
    rows: int


@dataclass(frozen=True, slots=True)
class ReplacementInfo:
    """A replacement over all assessments: when (UTC), what with what, and where.

    ``taken_back_at`` is empty as long as it stands.
    """

    id: int
    made_at: str
    find: str
    words: str
    taken_back_at: str
    parts: tuple[ReplacementPart, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """定型文: words of the office's own, under a title; ``position`` is its place in the list."""

    id: str
    title: str
    words: str
    position: int = 0
    changed_at: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a cabinet open for writing; fields are empty (pid 0) where that cannot be found out.

    ``since`` is UTC, ``2025-01-31T12:00:00Z``.
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""


@dataclass(frozen=True, slots=True)
class SaverState:
    """How far saving has come.

    Every edit up to the number ``saved_through`` is on disk; ``pending`` edits and pictures are not yet.
    ``error`` says why not, until a later attempt succeeds; None while all goes well.
    """

    saved_through: int = 0
    pending: int = 0
    error: CabinetError | None = None


@dataclass(frozen=True, slots=True)
class Rescued:
    """A rescue that was written.

    ``whole``: the cabinet itself could still be read and is in it; otherwise only the open assessments are.
    """

    path: Path
    whole: bool
