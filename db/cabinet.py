"""A cabinet file as the rest of the program sees it: takes and returns model objects."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from db.annotations import Stages, StoredAnnotations, handovers_of, known_rounds, known_stages
from db.answers import Answers
from db.arriving import Arriving
from db.errors import CabinetInUse, DiskFull, NoSuchAssessment
from db.handing_over import HandingOver
from db.past import Past
from db.plan import StoredPlans
from db.read_sql import LIST, OUT, PUBLISHED, ROUNDS, STAGES, TRASHED
from db.records import STATES, AssessmentInfo, FindingCounts, Handover, Round, iso_day
from db.restoring import Restoring
from pia_desktop.assessment.assessment import blank_root, check_node
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.forms.catalogue import edition_name
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Picture, drop_forbidden, forbidden_character

if TYPE_CHECKING:
    from db.transaction import Work

SUFFIX: Final = ".pia"

Writes = Sequence[tuple[int, Edit]]
"""Edits with the id of the assessment that each is for, in order."""

Jobs = Sequence[tuple[int, "Callable[[Work], object]"]]
"""Other work with the id of the assessment that it is for, 0 for the whole cabinet, in order."""


class Cabinet(StoredAnnotations, Arriving, HandingOver, Answers, Past, Restoring, StoredPlans):
    """An open cabinet.  All methods are thread-safe and may raise CabinetError.

    Reading and writing use separate connections, so that reading never waits for a write on a slow disk.
    """

    # --- reading

    def list(self) -> tuple[AssessmentInfo, ...]:
        """All assessments, oldest first, including archived and trashed ones."""
        with self._read() as connection:
            rows = connection.execute(LIST).fetchall()
            stages = known_stages(connection.execute(STAGES))
            rounds = known_rounds(connection.execute(ROUNDS), stages)
            published = {one: day for one, day in connection.execute(PUBLISHED) if iso_day(day)}
            out: dict[int, tuple[Handover, ...]] = {}
            for one in handovers_of(connection.execute(OUT)):
                out[one.assessment_id] = (*out.get(one.assessment_id, ()), one)
        return tuple(
            _info(
                row,
                stages.get(row[0], {}),
                rounds.get(row[0], ()),
                published.get(row[0], ""),
                out.get(row[0], ()),
                self._faults.get(row[0], (-1, "")),
            )
            for row in rows
        )

    def trashed_ids(self) -> frozenset[int]:
        """Ids of the assessments in the trash."""
        with self._read() as connection:
            return frozenset(row[0] for row in connection.execute(TRASHED))

    # --- writing

    def new(self, form: Form, root: Node | None = None, pictures: PictureSource | None = None) -> int:
        """Add an assessment, blank or with contents and the pictures they show; returns its id."""
        root = blank_root(form) if root is None else root
        check_node(form, (), root)
        with self._write() as work:
            work.add_pictures(root, pictures)
            return work.add(form, root)

    def copy(self, assessment_id: int) -> int:
        """Add a copy of an assessment; entry keys are kept, so that the two can be compared.
        Returns its id.
        """
        snapshot = self.load(assessment_id)
        return self.new(snapshot.form, snapshot.root)

    def delete(self, assessment_id: int) -> None:
        """Delete an assessment permanently, with its versions and annotations."""
        self.purge([assessment_id])

    def purge(self, assessment_ids: Collection[int]) -> bool:
        """Delete assessments permanently, all or none, and rewrite the file so that no trace remains in it.

        Returns whether the rewrite succeeded.  Backups and the search index are not touched.
        """
        with self._write() as work:
            work.overwrite_what_goes()
            for assessment_id in assessment_ids:
                if not work.delete(assessment_id):
                    raise NoSuchAssessment(self.path, assessment_id)
                self._forms.pop(assessment_id, None)
            work.drop_unused_pictures()
        try:
            return self._write_anew()
        except (DiskFull, CabinetInUse):  # they are deleted even if the rewrite fails
            return False

    def apply(self, assessment_id: int, edits: Sequence[Edit]) -> None:
        """Write edits, as reported by ``Assessment`` to its listeners, in one transaction."""
        self.apply_all([(assessment_id, edit) for edit in edits])

    def apply_all(
        self,
        writes: Writes,
        pictures: Mapping[Picture, bytes] | None = None,
        token: str | None = None,
        jobs: Jobs = (),
    ) -> None:
        """Write edits of several assessments, and pictures, in one transaction.

        ``jobs`` run in it after the edits.  ``token`` names the write: a write that failed without reporting
        whether it was committed may be repeated with the same token and takes effect once.
        """
        token = token or uuid.uuid4().hex
        with self._write(token) as work:
            if work.last_write() == token:
                return
            for described, data in (pictures or {}).items():
                work.add_picture(data, described)
            edits: dict[int, list[Edit]] = {}
            for assessment_id, edit in writes:
                edits.setdefault(assessment_id, []).append(edit)
            for assessment_id, own in edits.items():
                work.edit(self._form(work, assessment_id), assessment_id, own)
            for assessment_id, job in jobs:
                if assessment_id and work.form_of(assessment_id) is None:
                    raise NoSuchAssessment(self.path, assessment_id)
                job(work)


def _info(
    row: tuple[Any, ...],
    stages: Stages,
    rounds: tuple[Round, ...],
    published: str,
    out: tuple[Handover, ...],
    fault: tuple[int, str],
) -> AssessmentInfo:
    """A row of ``LIST`` as a record.  Any text in the file is made fit for one line."""
    texts = row[1:9]
    together = "".join(texts)
    if "\n" in together or forbidden_character(together) is not None:
        texts = tuple(drop_forbidden(text).replace("\n", " ") for text in texts)
    form, version, number, title, agency, published_on, created_at, edited_at = texts
    state, archived_at, deleted_at, edits, *counts = row[9:]
    return AssessmentInfo(
        row[0],
        form,
        edition_name(form, version),
        number,
        title,
        agency,
        published_on,
        created_at,
        edited_at,
        state=state if state in STATES else STATES[0],
        archived_at=drop_forbidden(archived_at),
        deleted_at=drop_forbidden(deleted_at),
        edits=edits,
        findings=None if None in counts else FindingCounts(*counts),
        stages=rounds[-1].stages if rounds else stages.get(1, {}),
        rounds=rounds,
        published_version=published,
        out=out,
        fault=fault[1] if fault[0] == edits else "",
    )
