"""法令改正への一斉対応: the places in an assessment that a pack changes, and the edit that changes them."""

from __future__ import annotations

from collections.abc import Collection

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.rewriting import rewrite_all
from pia_desktop.assessment.search import answers_in_order, hit_at, words_of
from pia_desktop.dataclass import dataclass
from pia_desktop.packs.model import Entry, Pack, Sure
from pia_desktop.reuse.cabinet_replacement import Found, Replacement, RowMaker, carried_out


@dataclass(frozen=True, slots=True)
class LawPlace(Found):
    """One place with an old reference, and the new one."""

    new: str
    entry: Entry

    @property
    def wanted(self) -> bool:
        """Whether it is replaced by default."""
        return not self.record and self.entry.sure is not Sure.DOUBTFUL


def law_places(assessment_id: int, snapshot: Snapshot, pack: Pack) -> tuple[LawPlace, ...]:
    """All places of an assessment that the pack applies to, in form order."""
    changes = snapshot.form.roles.changes
    found: list[LawPlace] = []
    for path, item, value in answers_in_order(snapshot.form, snapshot.root):
        for spot, text in words_of(item, value):
            matches = pack.matches(text)
            if not matches:
                continue
            name = printed_path(snapshot.form, path, snapshot.root)
            found += [
                LawPlace(
                    assessment_id,
                    hit_at(path, spot, text, match.start, match.end),
                    name,
                    changes in path,
                    match.new,
                    match.entry,
                )
                for match in matches
            ]
    return tuple(found)


def law_replacement(
    snapshot: Snapshot, chosen: Collection[LawPlace], *, rows: RowMaker | None = None
) -> Replacement | None:
    """The edit that replaces the chosen places; None if none is left.

    ``rows``: adds the required rows of 変更箇所 in the same step.
    """
    edit = rewrite_all(snapshot, {one.hit: one.new for one in chosen})
    if edit is None:
        return None
    (assessment_id,) = {one.assessment_id for one in chosen}
    return carried_out(assessment_id, snapshot, edit, len(chosen), rows)
