"""A file of the program before it kept opinions and the review: read, and it takes none away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.piax import Parcel, parcel_of
from db.records import Opinion, ReviewPoint
from db.version_blob import compressed, expanded
from pia_desktop.assessment.edits import SetAnswer
from tests.db.carrying import FORM, WORK, edit, everything, home
from tests.db.piax_mutants import parts_of, with_digests
from tests.db.writing import write

_LATER = ("opinions", "review_points")
_WITHOUT_LATER = -len(_LATER)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Cabinet]:
    with home(tmp_path / "本庁.pia") as cabinet:
        yield cabinet


def _of_before(cabinet: Cabinet, assessment_id: int, path: Path) -> Parcel:
    cabinet.pack(assessment_id, path)
    parts = parts_of(path.read_bytes())
    manifest = json.loads(parts.pop("piax.json"))
    contents = expanded(parts["contents"])
    assert isinstance(contents, dict)
    for key in _LATER:
        del contents[key]
    parts["contents"] = compressed(contents)
    return parcel_of(with_digests(parts, manifest), path.name)


def test_what_home_has_gathered_since_stays(tmp_path: Path) -> None:
    """The office has the newer program by now, the branch does not."""
    with Cabinet.create(tmp_path / "本庁.pia") as office, Cabinet.create(tmp_path / "支所.pia") as away:
        office.new(FORM)
        made = away.receive(_of_before(office, 1, tmp_path / "x.piax"))
        edit(away, made, SetAnswer(WORK, "支所が書いた。"))
        write(office, lambda work: work.put_opinion(Opinion("o1", 1, 1, 1, "令和6年5月1日", WORK, "短い")), 1)
        write(office, lambda work: work.put_review_point(1, ReviewPoint(1, "適合性", "適", "よい")), 1)
        kept = office.opinions(1), office.review_points(1)
        assert all(kept)
        office.bring_back(_of_before(away, made, tmp_path / "y.piax"), 1)
        assert (office.opinions(1), office.review_points(1)) == kept
        assert office.load(1).root.answers[WORK[0]] == "支所が書いた。"


def test_all_else_arrives(office: Cabinet, tmp_path: Path) -> None:
    with Cabinet.create(tmp_path / "支所.pia") as away:
        made = away.receive(_of_before(office, 1, tmp_path / "x.piax"))
        assert not away.opinions(made)
        assert not away.review_points(made)
        arrived, sent = everything(away, made)[:_WITHOUT_LATER], everything(office, 1)[:_WITHOUT_LATER]
        assert arrived == sent
