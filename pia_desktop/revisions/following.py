"""The rows of 変更箇所 that a change requires, as an edit for the same step."""

from __future__ import annotations

from datetime import date

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import compare
from pia_desktop.revisions.proposals import Judge, propose, to_edit


def rows_for(old: Snapshot, new: Snapshot, judge: Judge, on: date | None) -> Batch | None:
    """A row per change between two states of one edition, shortened; None if none is required.

    ``on`` is their 変更日. Raises UserError if the table is full.
    """
    proposals = propose(compare(old, new), judge, shorten=True)
    if not proposals:
        return None
    form = new.form
    path = (form.roles.changes,)
    if len(new.root.entries(path)) + len(proposals) > form.lists[form.roles.changes].max:
        raise UserError(
            _("The table of changes has no room for {count:,} more rows.").format(count=len(proposals)),
            _("Leave the rows out, or this assessment."),
        )
    return to_edit(proposals, new.root, form, on)
