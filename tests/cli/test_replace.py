"""The command that replaces in all assessments, on a real cabinet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.backup import back_up
from db.cabinet import Cabinet
from db.piax import read_parcel
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from pia_desktop.wareki import parse_date
from tests.cli.running import Run, answers_at, five
from tests.db.writing import archive, trash

OLD, NEW = "住民課", "市民課"
PATH = ("I.1.2",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """1, 2: the words stand there, in 2 in its record too; 3: archived; 4: deleted; 5: other words."""
    place = five(tmp_path / "台帳.pia", PATH[0], f"{OLD}が受け付ける。", "税務課が受け付ける。", recorded=OLD)
    with Cabinet.open(place) as cabinet:
        trash(cabinet, 4)
    return place


def test_what_is_mistyped_changes_and_makes_nothing(run: Run, path: Path) -> None:
    before = path.read_bytes()
    code, out, err = run("replace", path, "--find", OLD, "--with", NEW, "--leave-out", "1,9")
    assert (code, out) == (1, "")
    assert "9" in err
    assert path.read_bytes() == before
    other = path.with_name("大帳.pia")
    assert run("replace", other, "--find", OLD, "--with", NEW)[:2] == (1, "")
    assert run("close-version", other, 1, "--name", "版")[:2] == (1, "")
    assert not other.exists()


def test_a_dry_run_lists_every_place_and_changes_nothing(run: Run, path: Path) -> None:
    before = path.read_bytes()
    code, out, _err = run("replace", path, "--find", OLD, "--with", NEW, "--dry-run")
    rows = [line.split("\t") for line in out.splitlines()[:-1]]
    assert code == 0
    assert [row[0] for row in rows] == ["1", "2"]
    assert [row[2:] for row in rows] == [[f"{OLD}が受け付ける。", f"{NEW}が受け付ける。"]] * 2
    assert path.read_bytes() == before


def test_all_are_replaced_but_what_is_put_away_or_left_out(run: Run, path: Path) -> None:
    code, _out, _err = run("replace", path, "--find", OLD, "--with", NEW, "--leave-out", "2")
    assert code == 0
    assert [OLD in words for words in answers_at(path, PATH)] == [False, True, True, True, False]
    run("replace", path, "--find", OLD, "--with", NEW)
    assert [OLD in words for words in answers_at(path, PATH)] == [False, False, True, True, False]


def test_closed_versions_and_the_record_of_changes_stay(run: Run, path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        version = cabinet.close_version(2, "第1版", "2025-01-01")
    run("replace", path, "--find", OLD, "--with", NEW)
    with Cabinet.open(path, read_only=True) as cabinet:
        assert cabinet.load_version(version.id).root.answer(PATH) == f"{OLD}が受け付ける。"
        root = cabinet.load(2).root
        form = find_form("yoshiki3")
        row = root.entries((form.roles.changes,))["r"]
        assert OLD in row.answers.values()
    run("replace", path, "--find", OLD, "--with", NEW, "--records")
    with Cabinet.open(path, read_only=True) as cabinet:
        row = cabinet.load(2).root.entries((form.roles.changes,))["r"]
        assert OLD not in row.answers.values()


def test_the_rows_tell_of_the_change_with_todays_date(run: Run, path: Path) -> None:
    run("replace", path, "--find", OLD, "--with", NEW, "--rows")
    form = find_form("yoshiki3")
    columns = form.lists[form.roles.changes].item_ids
    with Cabinet.open(path, read_only=True) as cabinet:
        for assessment_id, count in ((1, 1), (2, 2), (5, 0)):
            rows = list(cabinet.load(assessment_id).root.entries((form.roles.changes,)).values())
            assert len(rows) == count
            if rows:
                last = rows[-1].answers
                assert (last[columns[2]], last[columns[3]]) == (
                    f"{OLD}が受け付ける。",
                    f"{NEW}が受け付ける。",
                )
                assert parse_date(str(last[columns[0]])) is not None


def test_folding_is_the_users_choice(run: Run, path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.new(find_form("yoshiki3"), Node({PATH[0]: "ＬＧＷＡＮに接続する。"}, {FILES: {"k": Node()}}))
    _code, out, _err = run(
        "replace", path, "--find", "lgwan", "--with", "庁内網", "--match-width", "--dry-run"
    )
    assert "\t" not in out
    run("replace", path, "--find", "lgwan", "--with", "庁内網")
    assert answers_at(path, PATH)[-1] == "庁内網に接続する。"


def contents(path: Path) -> list[Node]:
    with Cabinet.open(path, read_only=True) as cabinet:
        return [cabinet.load(info.id).root for info in cabinet.list()]


def test_it_is_taken_back_at_any_time_and_what_was_changed_since_stays(run: Run, path: Path) -> None:
    before = contents(path)
    run("replace", path, "--find", OLD, "--with", NEW, "--rows")
    run("replace", path, "--find", "税務課", "--with", "収税課")
    assert run("replace", path, "--undo", 1)[0] == 0
    assert contents(path)[:4] == before[:4]
    assert run("replace", path, "--undo")[0] == 0
    assert contents(path) == before
    code, out, _err = run("replace", path, "--undo")
    assert (code, len(out.splitlines())) == (0, 1)
    assert run("replace", path, "--undo", 9)[0] == 1

    run("replace", path, "--find", OLD, "--with", NEW)
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetAnswer(PATH, f"{NEW}の窓口")])
        archive(cabinet, 2)
    code, _out, err = run("replace", path, "--undo")
    assert code == 1
    assert len(err.splitlines()) == 2
    assert answers_at(path, PATH)[:2] == [f"{NEW}の窓口", f"{NEW}が受け付ける。"]
    with Cabinet.open(path) as cabinet:
        archive(cabinet, 2, archived=False)
    run("replace", path, "--undo")
    assert answers_at(path, PATH)[:2] == [f"{NEW}の窓口", f"{OLD}が受け付ける。"]


def test_a_way_back_is_tried_first_and_without_a_number_it_is_the_last_one(run: Run, path: Path) -> None:
    run("replace", path, "--find", OLD, "--with", NEW)
    first = contents(path)
    run("replace", path, "--find", "税務課", "--with", "収税課")
    second, before = contents(path), path.read_bytes()
    assert second != first
    code, told, _err = run("replace", path, "--undo", 1, "--dry-run")
    assert code == 0
    assert "取り消すことになります" in told
    assert path.read_bytes() == before
    assert run("replace", path, "--undo")[0] == 0
    assert contents(path) == first


def test_a_place_that_holds_the_new_words_is_not_listed(run: Run, path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetAnswer(PATH, f"{OLD}窓口と{OLD}が受け付ける。")])
    _code, out, _err = run("replace", path, "--find", OLD, "--with", f"{OLD}窓口", "--dry-run")
    assert [line.split("\t")[0] for line in out.splitlines()[:-1]].count("1") == 1


def test_one_that_cannot_be_read_is_told_and_the_others_are_done(run: Run, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '[' WHERE assessment_id = 1")
    code, _out, err = run("replace", path, "--find", OLD, "--with", NEW)
    assert code == 1
    assert "I.1.2" in err or "②" in err
    with Cabinet.open(path, read_only=True) as cabinet:
        assert cabinet.load(2).root.answer(PATH) == f"{NEW}が受け付ける。"


def test_what_is_doubled_is_left_out_and_words_are_taken_out_only_when_one_says_so(
    run: Run, path: Path
) -> None:
    run("replace", path, "--find", OLD, "--with", f"{OLD}窓口")
    assert answers_at(path, PATH)[0] == f"{OLD}窓口が受け付ける。"
    code, out, _err = run("replace", path, "--find", OLD, "--with", f"{OLD}窓口")
    assert (code, len(out.splitlines())) == (0, 1)
    for nothing in ("", "\u200b", "〖公表しない：〗"):
        assert run("replace", path, "--find", OLD, "--with", nothing)[0] == 2
    assert run("replace", path, "--find", OLD, "--remove")[0] == 0
    assert answers_at(path, PATH)[0] == "窓口が受け付ける。"


def test_a_backup_is_left_alone_and_nobody_is_said_to_have_it_open(run: Run, path: Path) -> None:
    backup = back_up(path)
    assert backup is not None
    before = backup.read_bytes()
    code, out, err = run("replace", backup, "--find", OLD, "--with", NEW)
    assert (code, out) == (1, "")
    assert _("Save a copy in a place where you may write, and work on that.") in err
    assert backup.read_bytes() == before


def test_what_cannot_be_is_told(run: Run, path: Path) -> None:
    assert run("replace", path, "--find", "", "--with", NEW)[0] == 2
    assert run("replace", path, "--find", OLD)[0] == 2
    assert run("replace", path, "--find", OLD, "--with", NEW, "--leave-out", "一")[0] == 2
    code, out, _err = run("replace", path, "--find", "どこにもない", "--with", NEW)
    assert code == 0
    assert len(out.splitlines()) == 1
    assert run("replace", path, "--find", OLD, "--with", "長" * 2_000_000)[0] == 1
    assert all(words.startswith(OLD) for words in answers_at(path, PATH)[:4])


# ---- other writings, and what is left out

ARTICLE, ONE_ON = "第19条第7号", "第19条第8号"


def articles(place: Path, *texts: str) -> None:
    form = find_form("yoshiki3")
    with Cabinet.create(place) as cabinet:
        for text in texts:
            cabinet.new(form, Node({PATH[0]: text}, {FILES: {"k": Node()}}))


def test_other_writings_are_told_of_and_replaced_on_wish_in_one_step(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "条項.pia"
    texts = [
        "第19条第7号と第１９条第７号",
        "第十九条第七号と第十九条第七号、番号法19条7号",
        "第十九条の二第七号",
    ]
    articles(place, *texts)
    code, out, _err = run("replace", place, "--find", ARTICLE, "--with", ONE_ON, "--dry-run")
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines() if "\t" in line] == ["1", "1"]
    told = out.splitlines()[-1]
    assert "第十九条第七号（2か所）" in told
    assert "19条7号（1か所）" in told
    assert "--other-writings" in told
    code, out, _err = run(
        "replace", place, "--find", ARTICLE, "--with", ONE_ON, "--other-writings", "--rows", "--dry-run"
    )
    assert [line.split("\t")[0] for line in out.splitlines() if "\t" in line] == ["1", "1", "2", "2", "2"]
    assert "--other-writings" not in out
    assert answers_at(place, PATH) == texts
    run("replace", place, "--find", ARTICLE, "--with", ONE_ON, "--other-writings")
    assert answers_at(place, PATH) == [
        "第19条第8号と第１９条第８号",
        "第十九条第八号と第十九条第八号、番号法19条8号",
        "第十九条の二第七号",
    ]
    run("replace", place, "--undo")
    assert answers_at(place, PATH) == texts


def test_states_and_forms_are_left_out(run: Run, path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.set_stages(1, "ended", {})
        four = find_form("yoshiki4")
        cabinet.new(four, Node({four.roles.title: OLD}))

    def listed(*options: str) -> list[str]:
        code, out, _err = run("replace", path, "--find", OLD, "--with", NEW, "--dry-run", *options)
        assert code == 0
        return [line.split("\t")[0] for line in out.splitlines() if "\t" in line]

    assert listed() == ["1", "2", "6"]
    assert listed("--leave-out-state", "published,ended") == ["2", "6"]
    assert listed("--form", "yoshiki3") == ["1", "2"]
    assert listed("--form", "yoshiki4,yoshiki3", "--leave-out-state", "draft") == ["1"]
    before = path.read_bytes()
    for option, word in (("--leave-out-state", "closed"), ("--form", "yoshiki9")):
        code, _out, err = run("replace", path, "--find", OLD, "--with", NEW, option, word)
        assert code == 2
        assert word in err
    assert path.read_bytes() == before


def test_a_copy_for_review_is_refused_with_the_reason_and_nothing_changes(
    run: Run, path: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "点検.piax"
    with Cabinet.open(path) as office:
        office.pack(1, sent, scope="review")
    with Cabinet.create(tmp_path / "委員.pia") as reviewer:
        assert reviewer.receive(read_parcel(sent)) == 1
        assert reviewer.new(find_form("yoshiki3"), Node({PATH[0]: OLD})) == 2
    before = answers_at(tmp_path / "委員.pia", PATH)
    code, _out, err = run("replace", tmp_path / "委員.pia", "--find", OLD, "--with", NEW)
    assert code == 1
    assert "書き込めるのは付箋と指摘だけです" in err
    assert len(err.splitlines()) <= 2
    assert answers_at(tmp_path / "委員.pia", PATH) == before
    code, _out, _err = run("replace", tmp_path / "委員.pia", "--find", OLD, "--with", NEW, "--leave-out", "1")
    assert code == 0
    assert answers_at(tmp_path / "委員.pia", PATH) == [before[0], NEW]
