"""The GUI's only access to the cabinet: reading, and changes other than edits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from db.records import AssessmentInfo, Handover, PastAnswer, ReplacementInfo, SetAside, TakenIn, VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Picture
from ui.context.cabinet_saving import CabinetSaving
from ui.context.office_words import OfficeWords
from ui.context.past_states import State

if TYPE_CHECKING:
    from db.arriving import Words
    from db.cabinet import Cabinet
    from db.piax import Parcel
    from db.returning import Returning
    from db.transaction import Work
    from pia_desktop.exchange.interchange import ImportedAssessment
    from pia_desktop.reuse.cabinet_replacement import WayBack


class CabinetStore(CabinetSaving):
    """An open cabinet and its saver, shared by all windows on it.

    All methods raise CabinetError.  Reading methods are thread-safe and see what is on disk (``flush`` first
    for the latest edits).  Changing methods wait until all edits are on disk, then write at once, all or
    nothing, and emit ``list_changed``.
    """

    @cached_property
    def office(self) -> OfficeWords:
        """What the office itself has written: phrases and packs."""
        return OfficeWords(self)

    @property
    def uid(self) -> str:
        """The cabinet's own id, which its copies share."""
        return self.cabinet.uid

    @property
    def read_only_reason(self) -> str:
        """Why the cabinet is read-only, in words; empty if the user chose that."""
        return self.cabinet.read_only_reason

    # ---- reading

    def infos(self) -> tuple[AssessmentInfo, ...]:
        """The list of the cabinet, oldest first."""
        return self.cabinet.list()

    def load(self, assessment_id: int) -> Snapshot:
        """Form and contents of an assessment."""
        return self.cabinet.load(assessment_id)

    def excerpts(
        self, item_ids: Collection[str], list_ids: Collection[str], assessment_ids: Collection[int]
    ) -> dict[int, Node]:
        """Trees that hold only the answers to these items and the entries of these lists."""
        return self.cabinet.excerpts(item_ids, list_ids, assessment_ids)

    def withholding(self, assessment_ids: Collection[int]) -> frozenset[int]:
        """Those of these assessments that withhold anything, without reading their contents."""
        return self.cabinet.withholding(assessment_ids)

    def versions(self, assessment_id: int) -> tuple[VersionInfo, ...]:
        """The closed versions of an assessment, oldest first."""
        return self.cabinet.versions(assessment_id)

    def load_version(self, version_id: int) -> Snapshot:
        """Form and contents of a version."""
        return self.cabinet.load_version(version_id)

    def once_withheld(self, assessment_id: int) -> list[Snapshot]:
        """What versions, past answers and replacements of an assessment withheld, each answer by itself."""
        from pia_desktop.assessment.earlier import all_withheld

        self.flush()
        found = [*self.cabinet.once_withheld(assessment_id)]
        for version in self.versions(assessment_id):
            if version not in self._withheld_then:
                self._withheld_then[version] = tuple(all_withheld(self.load_version(version.id)))
            found += self._withheld_then[version]
        return found

    @cached_property
    def _withheld_then(self) -> dict[VersionInfo, tuple[Snapshot, ...]]:
        """What versions withheld: they never change, and a list of many assessments asks for all of them."""
        return {}

    def set_asides(self, assessment_id: int) -> tuple[SetAside, ...]:
        """The findings of an assessment that were set aside."""
        return self.cabinet.set_asides(assessment_id)

    def council_remarks(self, assessment_id: int) -> dict[str, str]:
        """The remarks added to the 新旧対照表 of an assessment, by the change they belong to."""
        self.flush()
        return self.cabinet.council_remarks(assessment_id)

    def replacements(self) -> tuple[ReplacementInfo, ...]:
        """The replacements over all assessments, newest first."""
        return self.cabinet.replacements()

    def setting(self, name: str) -> str | None:
        """The value of a setting of the whole cabinet; None if it was never set."""
        return self.cabinet.setting(name)

    def ways_back(self, replacement_id: int) -> dict[int, WayBack | None]:
        """The data that undo a replacement, by assessment; None where they cannot be read."""
        return self.cabinet.ways_back(replacement_id)

    def handovers(self, assessment_id: int) -> tuple[Handover, ...]:
        """Exports and imports of an assessment by file, oldest first."""
        return self.cabinet.handovers(assessment_id)

    def home_of(self, parcel: Parcel) -> int | None:
        """The assessment that a parcel was made from; None if this cabinet does not have it."""
        return self.cabinet.home_of(parcel)

    def returning(self, parcel: Parcel, home: int) -> Returning:
        """Preview of bringing a parcel back into the assessment it was made from."""
        return self.cabinet.returning(parcel, home)

    # ---- assessments

    def new(self, form: Form, root: Node | None = None, pictures: PictureSource | None = None) -> int:
        """Add an assessment, with the pictures the cabinet lacks; returns its id."""
        made = self.cabinet.new(form, root, pictures)
        self.list_changed.emit()
        return made

    def take_over(self, found: ImportedAssessment) -> int:
        """Add an imported assessment, with its pictures; returns its id."""
        return self.new(found.form, found.root, found.pictures)

    def take_in(self, snapshot: Snapshot, pictures: PictureSource, notes: Iterable[Words]) -> TakenIn:
        """Add a document's contents as a new assessment, with notes, as one step."""
        with self.changing() as cabinet:
            return cabinet.take_in(snapshot, pictures, notes)

    def take_in_version(
        self,
        assessment_id: int,
        snapshot: Snapshot,
        name: str,
        day: str,
        pictures: PictureSource,
        notes: Iterable[Words],
    ) -> TakenIn:
        """Add them as a version of an assessment, dated by an ISO day.  Raises UserError for another form."""
        with self.changing() as cabinet:
            return cabinet.take_in_version(assessment_id, snapshot, name, day, None, pictures, notes)

    def take_in_place(
        self, assessment_id: int, snapshot: Snapshot, pictures: PictureSource, notes: Iterable[Words]
    ) -> TakenIn:
        """Replace an assessment's contents by them; the old contents become a version."""
        with self.changing() as cabinet:  # a version's name is data, so always Japanese
            return cabinet.take_in_place(assessment_id, snapshot, "取り込み前", pictures, notes)

    def take_back(self, taken: TakenIn) -> None:
        """Undo what was taken in.  Raises UserError if it has been edited since."""
        with self.changing() as cabinet:
            cabinet.take_back(taken)

    def copy(self, assessment_id: int) -> int:
        """Add a copy of an assessment; returns its id."""
        with self.changing() as cabinet:
            return cabinet.copy(assessment_id)

    def change_all(self, jobs: Sequence[tuple[int, Callable[[Work], object]]]) -> None:
        """Change several assessments, all or none."""
        with self.changing() as cabinet:
            cabinet.apply_all([], jobs=jobs)

    def purge(self, assessment_ids: Collection[int]) -> bool:
        """Delete permanently; returns whether the file could be rewritten so that no trace remains in it."""
        with self.changing() as cabinet:
            return cabinet.purge(assessment_ids)

    def restore(self, source: Cabinet, assessment_ids: Collection[int]) -> Mapping[int, int]:
        """Copy assessments from a backup; returns their new ids by their ids there."""
        with self.changing() as cabinet:
            return cabinet.restore(source, assessment_ids) if assessment_ids else {}

    def set_stages(
        self, assessment_id: int, state: str, stages: Mapping[str, str], new_round: str | None = None
    ) -> None:
        """Set the state and all dates of the current round, or of a new round named ``new_round``."""
        with self.changing() as cabinet:
            cabinet.set_stages(assessment_id, state, stages, new_round)

    def take_back_round(self, assessment_id: int) -> None:
        """Remove the current round and its dates; the previous one becomes current."""
        with self.changing() as cabinet:
            cabinet.take_back_round(assessment_id)

    def close_version(
        self,
        assessment_id: int,
        name: str,
        closed_on: str,
        state: str | None = None,
        stages: Mapping[str, str] | None = None,
        new_round: str | None = None,
    ) -> VersionInfo:
        """Close the contents as a version with this name and ISO day, and set the state, if given."""
        with self.changing() as cabinet:
            return cabinet.close_version(assessment_id, name, closed_on, state, stages, new_round)

    def replace(self, assessment_id: int, snapshot: Snapshot, keep_as: str) -> None:
        """Replace the contents; the old ones become a version with this name."""
        with self.changing() as cabinet:
            cabinet.replace(assessment_id, snapshot, keep_as=keep_as)

    def put_council_remarks(self, assessment_id: int, remarks: Mapping[str, str]) -> None:
        """Replace all remarks for a council by these; returns at once, the list does not show them.

        They wait like edits where the file is out of reach, and go with what is saved elsewhere.
        """
        kept = dict(remarks)
        key = "council", assessment_id
        self.submit_work(assessment_id, lambda work: work.put_council_remarks(assessment_id, kept), key)


class AssessmentStore:
    """The destination of one assessment's edits (``session.EditStore``)."""

    def __init__(self, store: CabinetStore, assessment_id: int) -> None:
        self._store = store
        self.assessment_id = assessment_id

    @property
    def pictures(self) -> PictureSource:
        """The pictures of the cabinet, including queued ones."""
        return self._store

    def submit(self, edit: Edit) -> None:
        """Save an edit; returns at once."""
        self._store.submit(self.assessment_id, edit)

    def put_picture(self, data: bytes, picture: Picture) -> None:
        """Store a picture, before an answer shows it."""
        self._store.put_picture(data, picture)

    # ---- この欄の以前の記載

    def keep_states(self, states: Sequence[State]) -> None:
        """Store earlier answers; returns at once."""
        assessment = self.assessment_id

        def keep(work: Work) -> None:
            for path, value, withheld in states:
                work.add_past_answer(assessment, path, value, withheld)

        self._store.submit_work(assessment, keep)

    def past_answers(self, path: NodePath) -> tuple[PastAnswer, ...]:
        """Past answers of an item, newest first, including queued ones.  Raises CabinetError."""
        self._store.flush()
        return self._store.cabinet.past_answers(self.assessment_id, path)

    def once_withheld(self) -> list[Snapshot]:
        """What earlier states of the assessment withheld, each answer by itself.  Raises CabinetError."""
        return self._store.once_withheld(self.assessment_id)

    def erase_past_answers(self, path: NodePath) -> None:
        """Delete the past answers of an item; returns at once."""
        assessment = self.assessment_id
        self._store.submit_work(assessment, lambda work: work.erase_past_answers(assessment, path))
