"""Search over a cabinet finds what stands there, and only that, whatever is done to it or to the index."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.cabinet import Cabinet
from db.index_file import IndexBroken, index_path
from db.index_reader import text_of
from db.search import SearchIndex
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.search import Query, answers_in_order, spans
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, clean_text, forbidden_character
from tests.db.making import draw_node
from tests.db.test_saver import title
from tests.db.writing import trash

ALPHABET = st.sampled_from("ガカｶﾞヵ番号個人ＡaA㈱株１1 　、。\n\"'*()^:-ANDOR\U000e0041\ue041𠮷が゙")
WORDS = st.text(ALPHABET, min_size=1, max_size=5)


@pytest.fixture
def cabinet(path: Path) -> Iterator[Cabinet]:
    with Cabinet.create(path) as made:
        yield made


def expected(snapshot: Snapshot, words: str) -> set[tuple[str, ...]]:
    """By looking at every answer."""
    queries = [Query(part) for part in words.split() if as_read(part)]
    return {
        path
        for path, item, value in answers_in_order(snapshot.form, snapshot.root)
        if queries and all(spans(text_of(item, value), query) for query in queries)
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(ALPHABET, min_size=1, max_size=12), min_size=1, max_size=6), words=WORDS)
@example(texts=["ガス株式会社", "ｶﾞｽ㈱"], words="ガス")
@example(texts=["番号"], words="号")
@example(texts=['a "b" OR c*'], words='"b" OR')
def test_it_finds_what_looking_at_every_answer_finds(
    tmp_path_factory: pytest.TempPathFactory, form: Form, texts: list[str], words: str
) -> None:
    items = [form.roles.title, form.roles.number]
    with Cabinet.create(tmp_path_factory.mktemp("c") / "c.pia") as cabinet:
        for text in texts:
            cleaned = clean_text(text)
            if cleaned and not forbidden_character(cleaned):
                cabinet.new(form, blank_root(form).with_answer((items[0],), cleaned.replace("\n", " ")))
        with SearchIndex.open(cabinet) as index:
            assert index.sync()
            found = {(hit.assessment_id, hit.path) for hit in index.search(words)}
            for hit in index.search(words):
                assert hit.marks
                assert all(
                    spans(hit.excerpt[a:b], Query(part))
                    for a, b in hit.marks[:1]
                    for part in words.split()[:1]
                    if len(words.split()) == 1
                )
            wanted = {
                (info.id, at) for info in cabinet.list() for at in expected(cabinet.load(info.id), words)
            }
            assert found == wanted


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_kind_of_answer_is_found_by_its_own_words(
    tmp_path_factory: pytest.TempPathFactory, form: Form, data: st.DataObject
) -> None:
    with Cabinet.create(tmp_path_factory.mktemp("c") / "c.pia") as cabinet:
        made = cabinet.new(form, draw_node(data, form, ()))
        snapshot = cabinet.load(made)
        with SearchIndex.open(cabinet) as index:
            index.sync()
            for path, item, value in answers_in_order(form, snapshot.root):
                for words in text_of(item, value).split()[:1]:
                    if spans(words, Query(words)):
                        assert path in {hit.path for hit in index.search(words, limit=1000)}


def test_choices_boxes_and_what_is_withheld_are_found(cabinet: Cabinet, form: Form) -> None:
    root_items = [place.item for place in form.places.values() if place.scope == ()]
    choice = next(item for item in root_items if isinstance(item.kind, ChoiceKind))
    checks = next(
        (item, box.label)
        for item in (place.item for place in form.places.values() if place.scope == (FILES,))
        if isinstance(item.kind, ChecksKind)
        for box in item.kind.boxes
        if box.text
    )
    option = choice.kind.options[0].words  # type: ignore[attr-defined]
    made = cabinet.new(form)
    (file,) = cabinet.load(made).root.entries((FILES,))
    cabinet.apply(
        made,
        [
            SetAnswer((choice.id,), option),
            SetAnswer((FILES, file, checks[0].id), Checked.of([checks[1]], {checks[1]: "独自の記載"}, {})),
            title(form, "秘密の題"),
            SetWithheld((form.roles.title,), WHOLE),
        ],
    )
    with SearchIndex.open(cabinet) as index:
        index.sync()
        for words, item_id in (
            (option, choice.id),
            ("自の", checks[0].id),
            (checks[1], checks[0].id),
            ("秘", form.roles.title),
        ):
            assert item_id in {hit.item_id for hit in index.search(words)}


def test_it_follows_what_is_done_to_the_cabinet(cabinet: Cabinet, form: Form) -> None:
    first = cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "介護保険"))
    second = cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "介護給付"))
    with SearchIndex.open(cabinet) as index:
        index.sync()
        assert [hit.assessment_id for hit in index.search("介護")] == [first, second]
        cabinet.apply(first, [title(form, "国民年金")])
        assert [hit.assessment_id for hit in index.search("介護")] == [second]
        told: list[tuple[int, int]] = []
        index.sync(progress=lambda done, of: told.append((done, of)))
        assert told == [(1, 1)]
        assert [hit.assessment_id for hit in index.search("民年金")] == [first]
        trash(cabinet, second)
        assert index.search("介護") == ()
        trash(cabinet, second, False)
        assert index.search("介護")
        cabinet.delete(second)
        assert index.search("介護") == ()
        index.sync()
        assert not index.sync(stopped=lambda: True) or cabinet.list()
        kept = index.path
    with closing(sqlite3.connect(kept)) as raw:
        assert raw.execute("SELECT DISTINCT assessment_id FROM text").fetchall() == [(first,)]
    with SearchIndex.open(cabinet) as index:
        assert index.search("国民")


def test_an_index_that_breaks_while_it_is_open_is_made_again_by_the_next_search(
    cabinet: Cabinet, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "介護保険"))
    with SearchIndex.open(cabinet) as index:
        index.sync()
        broken = sqlite3.DatabaseError("malformed")
        broken.sqlite_errorcode = sqlite3.SQLITE_CORRUPT

        def fail(_assessment: int, _path: object) -> None:
            raise IndexBroken from broken

        with monkeypatch.context() as patched:
            patched.setattr(cabinet, "answer", fail)
            assert index.search("介護") == ()
        index.sync()
        assert len(index.search("介護")) == 1


def test_a_stopped_sync_goes_on_where_it_was(cabinet: Cabinet, form: Form) -> None:
    for n in range(3):
        cabinet.new(form, blank_root(form).with_answer((form.roles.title,), f"事務{n}"))
    with SearchIndex.open(cabinet) as index:
        done: list[int] = []
        assert not index.sync(lambda: len(done) == 2, lambda n, _of: done.append(n))
        assert len(index.search("事務")) == 2
        assert index.sync(progress=lambda n, of: done.append(of))
        assert done[-1] == 1
        assert len(index.search("事務")) == 3


@pytest.mark.parametrize("damage", ["garbage", "middle", "schema", "folder"])
def test_a_damaged_index_is_made_again(cabinet: Cabinet, form: Form, damage: str) -> None:
    for n in range(30):
        cabinet.new(form, blank_root(form).with_answer((form.roles.title,), f"事務{n}番の題" * 3))
    with SearchIndex.open(cabinet) as index:
        index.sync()
        path = index.path
    data = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"no database at all" * 100)
    elif damage == "middle":
        path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    elif damage == "schema":
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("CREATE TRIGGER t AFTER INSERT ON text BEGIN DELETE FROM seen; END")
    else:
        path.unlink()
    with SearchIndex.open(cabinet) as index:
        index.sync()
        index.search("事務")
        index.sync()
        assert len(index.search("事務")) == 30
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall() == []


@pytest.mark.parametrize("obstacle", ["folder", "home", "index"])
def test_where_no_index_can_be_kept_one_lasts_until_it_is_closed(
    cabinet: Cabinet, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    if obstacle == "home":
        home.write_text("")
    elif obstacle == "folder":
        home.mkdir()
        (home / "search").write_text("")
    else:
        index_path(cabinet).mkdir(parents=True)
    cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "番号の事務"))
    with SearchIndex.open(cabinet) as index:
        index.sync()
        assert index.search("番号")
        assert any((tmp_path / "temporary").iterdir())
    assert not any((tmp_path / "temporary").iterdir())


def test_another_file_in_the_place_of_the_index_is_not_changed(
    cabinet: Cabinet, form: Form, tmp_path: Path
) -> None:
    other = tmp_path / "other.pia"
    Cabinet.create(other).close()
    before = other.read_bytes()
    place = index_path(cabinet)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.symlink_to(other)
    except OSError:
        pytest.skip("no links here")
    cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "番号の事務"))
    with SearchIndex.open(cabinet) as index:
        index.sync()
        assert index.search("番号")
    assert other.read_bytes() == before


def test_words_that_are_no_words_find_nothing(cabinet: Cabinet, form: Form) -> None:
    cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "題"))
    with SearchIndex.open(cabinet) as index:
        index.sync()
        for words in ("", "  ", "\0", "\ud800", "*", '"', "NOT", "題*", "a" * 10_000):
            assert index.search(words) == ()
