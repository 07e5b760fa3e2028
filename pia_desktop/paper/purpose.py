"""The purpose of an output."""

from __future__ import annotations

from enum import Enum


class Copy(Enum):
    """The purpose of an output; the values are used on the command line."""

    SUBMISSION = "submission"
    PUBLIC = "public"
    DRAFT = "draft"
    PUBLIC_DRAFT = "public-draft"

    @property
    def public(self) -> bool:
        """Whether withheld text is removed."""
        return self in (Copy.PUBLIC, Copy.PUBLIC_DRAFT)

    @property
    def draft(self) -> bool:
        """Whether it has the mark 案."""
        return self in (Copy.DRAFT, Copy.PUBLIC_DRAFT)

    def with_draft(self, draft: bool) -> Copy:
        """The same purpose with or without the draft mark."""
        if self.public:
            return Copy.PUBLIC_DRAFT if draft else Copy.PUBLIC
        return Copy.DRAFT if draft else Copy.SUBMISSION
