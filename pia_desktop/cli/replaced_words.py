"""What a command says of what it replaced, or would replace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pia_desktop.i18n import in_a_row, ngettext

if TYPE_CHECKING:
    from pia_desktop.reuse.cabinet_replacement import Replacement


def replaced_words(done: Sequence[Replacement], *, applied: bool) -> str:
    """The places, assessments and added rows, in a line."""
    count, where = sum(one.places for one in done), len(done)
    words = (
        ngettext("{count:,} place replaced", "{count:,} places replaced", count)
        if applied
        else ngettext("{count:,} place would be replaced", "{count:,} places would be replaced", count)
    )
    sentences = [words.format(count=count)]
    within = ngettext("in {count:,} assessment", "in {count:,} assessments", where)
    sentences.append(within.format(count=where))
    rows = sum(one.rows for one in done)
    if rows:
        more = ngettext("with {count:,} row of 変更箇所", "with {count:,} rows of 変更箇所", rows)
        sentences.append(more.format(count=rows))
    return in_a_row(*sentences)
