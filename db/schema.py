"""The tables.  SQLAlchemy Core and not its ORM, which costs five times as much for each edit.

Every change here needs a migration that ends in exactly the same SQL, and the same in ``db.statements``, with
which opening compares a file; tests compare the three.  Only what writes loads this module.
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
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
"""The words of the form's roles are repeated here so that the list costs no look at the answers."""

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
