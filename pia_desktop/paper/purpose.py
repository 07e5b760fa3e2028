"""What an output is for, and the mark in the place of what is left out of it."""

from __future__ import annotations

from enum import Enum
from typing import Final

WITHHELD_MARK: Final = "【非公表】"
"""Stands in the place of what was taken out."""


class Copy(Enum):
    """What an output is for; the values are those of the command line."""

    SUBMISSION = "submission"
    PUBLIC = "public"
    DRAFT = "draft"
    PUBLIC_DRAFT = "public-draft"

    @property
    def public(self) -> bool:
        """Whether it leaves out what is withheld."""
        return self in (Copy.PUBLIC, Copy.PUBLIC_DRAFT)

    @property
    def draft(self) -> bool:
        """Whether it bears the mark 案."""
        return self in (Copy.DRAFT, Copy.PUBLIC_DRAFT)

    def with_draft(self, draft: bool) -> Copy:
        """The same with or without the mark."""
        if self.public:
            return Copy.PUBLIC_DRAFT if draft else Copy.PUBLIC
        return Copy.DRAFT if draft else Copy.SUBMISSION
