"""The tables, in SQLAlchemy Core; the ORM takes five times as long per edit.

Every change needs a migration that results in exactly the same SQL, and the same SQL in ``db.table_sql``,
which files are compared with on opening; tests compare all three.  Only writing imports this module.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

cabinet: Final = Table(
    "cabinet",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="single"), nullable=False),
    Column("uid", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("writes", Integer, nullable=False),
    Column("last_write", Text, nullable=False),
    PrimaryKeyConstraint("id"),
    sqlite_strict=True,
)
"""One row.  ``writes`` counts the transactions and ``last_write`` names the newest: by these a file that
comes back after a failure is known to be the same, and an interrupted write to have landed or not."""

assessment: Final = Table(
    "assessment",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("form", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("published_on", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("edited_at", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("archived_at", Text, nullable=False, server_default=""),
    Column("deleted_at", Text, nullable=False, server_default=""),
    Column("edits", Integer, nullable=False, server_default="0"),
    Column("findings_error", Integer),
    Column("findings_confirm", Integer),
    Column("findings_hint", Integer),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""The words of the form's roles are repeated here so that the list costs no look at the answers.

``edits`` counts the transactions that touched the contents; times are empty where it has not happened, and
the counts of findings NULL where nothing was checked yet.
"""

entry: Final = Table(
    "entry",
    metadata,
    Column("assessment_id", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("parent", Text),
    Column("list_id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("assessment_id", "key"),
    ForeignKeyConstraint(["assessment_id"], ["assessment.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["assessment_id", "parent"],
        ["entry.assessment_id", "entry.key"],
        name="fk_entry_parent_entry",
        ondelete="CASCADE",
    ),
    sqlite_strict=True,
)
"""The nodes.  The root has the key ``""`` and no parent; taking a row out takes all that hangs below it."""
Index(None, entry.c.assessment_id, entry.c.parent, entry.c.list_id, entry.c.position)

answer: Final = Table(
    "answer",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("assessment_id", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("assessment_id", "owner", "item_id"),
    ForeignKeyConstraint(
        ["assessment_id", "owner"], ["entry.assessment_id", "entry.key"], ondelete="CASCADE"
    ),
    sqlite_strict=True,
)
"""Answers under the key of their node; ``value`` is JSON (``db.codec``)."""

withheld: Final = Table(
    "withheld",
    metadata,
    Column("assessment_id", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("spans", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "owner", "item_id"),
    ForeignKeyConstraint(
        ["assessment_id", "owner"], ["entry.assessment_id", "entry.key"], ondelete="CASCADE"
    ),
    sqlite_strict=True,
)
"""What of an answer is not for the public, as JSON (``db.codec``).  No foreign key to ``answer``: the saver
leaves out edits that later ones overwrite, so that an answer and its mark may come in either order."""

picture: Final = Table(
    "picture",
    metadata,
    Column("digest", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("digest"),
    sqlite_strict=True,
)

picture_use: Final = Table(
    "picture_use",
    metadata,
    Column("answer_id", Integer, ForeignKey("answer.id", ondelete="CASCADE"), nullable=False),
    Column("digest", Text, nullable=False),
    PrimaryKeyConstraint("answer_id", "digest"),
    sqlite_strict=True,
)
"""Which answers show a picture.  No foreign key to ``picture``: a figure may name bytes that were lost."""
Index(None, picture_use.c.digest)

round_: Final = Table(
    "round",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "number"),
    sqlite_strict=True,
)
"""回: each time that an assessment goes the way of its states, once a second one has begun; before that there
is the first alone, which needs no row.  ``state`` is the one it had come to when the next began, empty for
the present round, whose state stands with the assessment."""

stage: Final = Table(
    "stage",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reached_on", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "round", "stage"),
    sqlite_strict=True,
)
"""The ISO days on which an assessment reached its stages (``db.records.STAGES``) in each of its rounds; any
may be missing."""

version: Final = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("closed_on", Text, nullable=False),
    Column("closed_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    UniqueConstraint("assessment_id", "number"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""Closed versions; ``contents`` (``db.version_blob``) stands last, so that listing them reads none of it."""

version_picture: Final = Table(
    "version_picture",
    metadata,
    Column("version_id", Integer, ForeignKey("version.id", ondelete="CASCADE"), nullable=False),
    Column("digest", Text, nullable=False),
    PrimaryKeyConstraint("version_id", "digest"),
    sqlite_strict=True,
)
"""Which pictures a version shows, so that they are kept as long as it is."""
Index(None, version_picture.c.digest)

note: Final = Table(
    "note",
    metadata,
    Column("id", Text, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("path", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("id"),
    sqlite_strict=True,
)
"""Sticky notes, things to do and reviewers' remarks; ``path`` is JSON, ``[]`` the assessment as a whole.

``number`` counts the remarks of an assessment, 0 for what is none; ``version`` is the number of the newest
version that was closed when the note was made, 0 for none: a remark that is not done goes on into the next.
"""
Index(None, note.c.assessment_id)

set_aside: Final = Table(
    "set_aside",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("code", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "code", "path"),
    sqlite_strict=True,
)
"""Findings that somebody has set aside, with the reason; ``path`` is JSON."""

council_remark: Final = Table(
    "council_remark",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "key"),
    sqlite_strict=True,
)
"""What the clerk adds to 新旧対照表 of an assessment; ``key`` tells the change it is about."""

opinion: Final = Table(
    "opinion",
    metadata,
    Column("id", Text, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_on", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("gist", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("reflected", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    PrimaryKeyConstraint("id"),
    sqlite_strict=True,
)
"""意見 that came in at a hearing of a round: its number, the day as it was written, the item it is about
(JSON, ``[]`` the whole), the gist, the office's answer, and what of it went into the assessment."""
Index(None, opinion.c.assessment_id)

review_point: Final = Table(
    "review_point",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("point", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "round", "point"),
    sqlite_strict=True,
)
"""What was found on a point of view of 審査 (``resources/review``) in a round."""

item_history: Final = Table(
    "item_history",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("owner", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("spans", Text, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""What once stood at an item, with its time and what of it was withheld (empty for nothing).  No foreign key
to ``entry``: an entry that was removed may come back.  ``value``, of ``size`` bytes, stands last, so that
counting reads none of it."""
Index(None, item_history.c.assessment_id, item_history.c.owner, item_history.c.item_id)

replacement: Final = Table(
    "replacement",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("find", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("taken_back_at", Text, nullable=False),
    sqlite_strict=True,
)
"""Replacements over all assessments: when, what with what; ``taken_back_at`` is empty where it stands."""

replacement_part: Final = Table(
    "replacement_part",
    metadata,
    Column("replacement_id", Integer, ForeignKey("replacement.id", ondelete="CASCADE"), nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("places", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("back", Text, nullable=False),
    PrimaryKeyConstraint("replacement_id", "assessment_id"),
    sqlite_strict=True,
)
"""What a replacement did to one assessment; ``back`` is the way back as JSON (``db.replacement_codec``)."""
Index(None, replacement_part.c.assessment_id)

handover: Final = Table(
    "handover",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("state", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("ended_at", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    Column("ours", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=False),
    UniqueConstraint("assessment_id", "state"),
    sqlite_strict=True,
)
"""持ち出し: the states of an assessment that went out in files or came in with them, named alike
in every cabinet; so two cabinets know what both had.  ``contents`` is that state (``db.bundle``), empty where
only its name is known; ``ours`` and ``result`` are what was here when it was brought in, and what came of
it.  The blobs stand last, so that listing reads none of them."""
Index(None, handover.c.state)

handover_picture: Final = Table(
    "handover_picture",
    metadata,
    Column("handover_id", Integer, ForeignKey("handover.id", ondelete="CASCADE"), nullable=False),
    Column("digest", Text, nullable=False),
    PrimaryKeyConstraint("handover_id", "digest"),
    sqlite_strict=True,
)
"""Which pictures the kept states show, so that what was brought in can be taken back with them."""
Index(None, handover_picture.c.digest)

phrase: Final = Table(
    "phrase",
    metadata,
    Column("id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("changed_at", Text, nullable=False),
    PrimaryKeyConstraint("id"),
    sqlite_strict=True,
)
"""定型文: phrases of the office's own, for all assessments of the cabinet."""

plan_cell: Final = Table(
    "plan_cell",
    metadata,
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("column_id", Text, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "column_id"),
    sqlite_strict=True,
)
"""What the clerk writes into 計画管理書 (様式１) beside what the assessments say; the planned day of a change
is one of these."""

plan_version: Final = Table(
    "plan_version",
    metadata,
    Column("id", Integer, primary_key=True, nullable=False),
    Column("name", Text, nullable=False),
    Column("closed_on", Text, nullable=False),
    Column("closed_at", Text, nullable=False),
    Column("heads", Text, nullable=False),
    sqlite_strict=True,
)
"""The plan as it was once closed; ``heads`` are the heads of its columns, as JSON."""

plan_version_row: Final = Table(
    "plan_version_row",
    metadata,
    Column("plan_version_id", Integer, ForeignKey("plan_version.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("cells", Text, nullable=False),
    PrimaryKeyConstraint("plan_version_id", "position"),
    sqlite_strict=True,
)
"""Its rows; what an assessment had in it goes with the assessment.  ``cells`` is JSON."""
Index(None, plan_version_row.c.assessment_id)

setting: Final = Table(
    "setting",
    metadata,
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("name"),
    sqlite_strict=True,
)
"""What holds for the whole cabinet, whoever opens it."""
