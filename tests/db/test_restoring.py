"""One assessment comes back out of a backup with all that belongs to it, and touches nothing."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from db.backup import back_up
from db.cabinet import Cabinet
from db.errors import NoSuchAssessment
from db.records import Note, Opinion, ReviewPoint, SetAside
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure
from tests.db.making import in_order, picture_of
from tests.db.test_saver import title
from tests.db.writing import write

SHOWN, OLD = b"shown", b"only in the version"


@pytest.fixture
def backup(path: Path, form: Form) -> Path:
    """A backup of a cabinet of two; the first has all that an assessment can have."""
    figure = next(
        place.item.id for place in form.places.values() if "Figure" in type(place.item.kind).__name__
    )
    scope = form.places[figure].scope
    holder = Node({figure: Figure.of("図", (picture_of(SHOWN),))})
    root = (
        blank_root(form)
        .with_answer((form.roles.title,), "元の題")
        .with_withheld((form.roles.title,), ((0, 1),))
    )
    root = root.with_entries((form.roles.changes,), {"a": Node({"項目": "一"}), "b": Node({"項目": "二"})})
    pictures = PictureDict({picture_of(data).digest: data for data in (SHOWN, OLD)})
    if scope:
        root = root.with_entries(
            ("files",), {"f": holder, "g": Node({figure: Figure.of("旧", (picture_of(OLD),))})}
        )
    with Cabinet.create(path) as cabinet:
        cabinet.new(form, root, pictures)
        cabinet.new(form, blank_root(form))
        cabinet.close_version(1, "初版", "2024-01-01", "published", {"published": "2024-01-01"})
        write(cabinet, lambda work: work.begin_round(1, "令和6年度"), 1)
        cabinet.set_stages(1, "review", {"review": "2024-06-01"})
        write(cabinet, lambda work: work.put_note(Note("n", 1, (), "remark", "点検の指摘")), 1)
        write(cabinet, lambda work: work.put_set_aside(1, SetAside("C101", (form.roles.title,), "理由")), 1)
        cabinet.put_council_remarks(1, {"k": "所見"})
        write(cabinet, lambda work: work.put_opinion(Opinion("o", 1, 2, 0, gist="意見")), 1)
        write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(2, "p", "適", "所見")), 1)
        write(cabinet, lambda work: work.add_past_answer(1, (form.roles.title,), "以前の題"), 1)
    made = back_up(path, datetime(2024, 7, 1))
    assert made is not None
    return made


def count_of_writes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT writes FROM cabinet").fetchone()[0])


def everything(cabinet: Cabinet, form: Form, assessment_id: int) -> object:
    info = next(one for one in cabinet.list() if one.id == assessment_id)
    return (
        (info.title, info.state, dict(info.stages), [(r.name, r.state, dict(r.stages)) for r in info.rounds]),
        in_order(cabinet.load(assessment_id).root),
        [(v.name, in_order(cabinet.load_version(v.id).root)) for v in cabinet.versions(assessment_id)],
        [(note.words, note.kind, note.number, note.version) for note in cabinet.notes(assessment_id)],
        [(one.round, one.number, one.gist) for one in cabinet.opinions(assessment_id)],
        cabinet.review_points(assessment_id),
        cabinet.set_asides(assessment_id),
        cabinet.council_remarks(assessment_id),
        cabinet.past_answers(assessment_id, (form.roles.title,)),
        [cabinet.picture(picture_of(data).digest) for data in (SHOWN, OLD)],
    )


def test_it_comes_back_whole_under_its_own_number_where_that_is_free(
    backup: Path, path: Path, form: Form
) -> None:
    with Cabinet.open(backup) as source, Cabinet.open(path) as cabinet:
        before = everything(source, form, 1)
        cabinet.delete(1)
        assert cabinet.restore(source, [1]) == {1: 1}
        assert everything(cabinet, form, 1) == before


def test_beside_what_is_there_it_touches_nothing(backup: Path, path: Path, form: Form) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [title(form, "今の題")])
        now = everything(cabinet, form, 1)
        with Cabinet.open(backup) as source:
            before = everything(source, form, 1)
            made = cabinet.restore(source, [1, 2])
        assert made == {1: 3, 2: 4}
        assert everything(cabinet, form, 3) == before
        assert everything(cabinet, form, 1) == now
        cabinet.delete(3)
        assert everything(cabinet, form, 1) == now


def test_what_the_backup_does_not_hold_is_refused_and_nothing_is_put_in(backup: Path, path: Path) -> None:
    with Cabinet.open(backup) as source, Cabinet.open(path) as cabinet:
        with pytest.raises(NoSuchAssessment):
            cabinet.restore(source, [1, 9])
        assert [info.id for info in cabinet.list()] == [1, 2]


def test_a_copy_beside_todays_withholds_what_today_does_from_the_first_write_on(
    backup: Path, path: Path, form: Form
) -> None:
    shown = (form.roles.changes, "b", "項目")
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetWithheld(shown, WHOLE)])
        before = count_of_writes(path)
        with Cabinet.open(backup) as source:
            assert cabinet.restore(source, [1]) == {1: 3}
        assert cabinet.load(3).root.withheld_at(shown) == WHOLE
        assert count_of_writes(path) == before + 1


def test_what_only_the_backup_withholds_stays_withheld(backup: Path, path: Path, form: Form) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetWithheld((form.roles.title,), None)])
        with Cabinet.open(backup) as source:
            cabinet.restore(source, [1])
        assert cabinet.load(3).root.withheld_at((form.roles.title,)) == ((0, 1),)
