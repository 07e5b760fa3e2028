"""Closed versions: what was closed comes back for ever, whatever happens to the assessment or to the file."""

import lzma
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.cabinet import Cabinet
from db.errors import NoSuchAssessment, NoSuchVersion, WrongContents, WrongVersion
from db.records import STAGES, SetAside
from db.version_blob import pack, unpack
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure
from pia_desktop.rules.stages import STAGE_KEYS
from tests.db.making import draw_node, in_order, picture_of
from tests.db.test_saver import title
from tests.db.writing import archive, trash, write

BYTES = b"not really a picture"


def with_figure(form: Form) -> Node:
    """Contents that show a picture."""
    item = next(
        place.item.id
        for place in form.places.values()
        if place.scope == () and type(place.item.kind).__name__ == "FigureKind"
    )
    return blank_root(form).with_answer((item,), Figure.of("図", (picture_of(BYTES),)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_contents_come_back_as_they_were(data: st.DataObject, form: Form) -> None:
    root = draw_node(data, form, ())
    aside = SetAside("C-1", ("files", "k", "II.1"), "理由 𠮷", "2025-01-31T12:00:00Z")
    found = unpack(form, *pack(root, [aside]))
    assert in_order(found.root) == in_order(root)
    assert found.set_asides == (aside,)


def test_a_version_outlives_what_is_done_afterwards(path: Path, form: Form) -> None:
    root = with_figure(form).with_answer((form.roles.title,), "旧")
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form, root, PictureDict({picture_of(BYTES).digest: BYTES}))
        write(cabinet, lambda work: work.put_set_aside(made, SetAside("C-1", ("I.1",), "理由")), made)
        closed = cabinet.close_version(
            made, "第1版", "2025-04-01", "submitted", {"submitted": "2025-04-01", "hearing": ""}
        )
        write(cabinet, lambda work: work.remove_set_aside(made, "C-1", ("I.1",)), made)
        figure = next(item for item, value in root.answers.items() if isinstance(value, Figure))
        cabinet.apply(made, [title(form, "新"), SetAnswer((figure,), None)])
        assert cabinet.close_version(made, "第2版", "2025-05-01").number == 2
    with Cabinet.open(path) as cabinet:
        first, second = cabinet.versions(made)
        assert first == closed
        assert (first.number, first.title, first.state) == (1, "旧", "submitted")
        assert second.title == "新"
        kept = cabinet.read_version(first.id)
        assert in_order(kept.snapshot.root) == in_order(root)
        assert [aside.reason for aside in kept.set_asides] == ["理由"]
        assert cabinet.picture(picture_of(BYTES).digest) == BYTES
        (info,) = cabinet.list()
        assert (info.state, info.stages) == ("submitted", {"submitted": "2025-04-01"})
        cabinet.delete(made)
        with pytest.raises(NoSuchVersion):
            cabinet.load_version(first.id)
    with Cabinet.open(path) as cabinet:
        assert cabinet.picture(picture_of(BYTES).digest) is None


def test_contents_are_replaced_by_those_of_another_form_and_nothing_is_lost(path: Path, form: Form) -> None:
    other = find_form("yoshiki3")
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "もと"))
        before = cabinet.load(made)
        cabinet.apply(made, [])
        new = blank_root(other).with_answer((other.roles.title,), "あと")
        kept = cabinet.replace(made, Snapshot(other, new), keep_as="移行前")
        assert kept is not None
        now = cabinet.load(made)
        assert now.form is other
        assert in_order(now.root) == in_order(new)
        assert in_order(cabinet.load_version(kept.id).root) == in_order(before.root)
        cabinet.apply(made, [title(other, "続き")])
        (info,) = cabinet.list()
        assert (info.id, info.form, info.title) == (made, other.id, "続き")
        assert cabinet.replace(made, cabinet.load_version(kept.id)) is None
        assert in_order(cabinet.load(made).root) == in_order(before.root)


def test_what_fails_half_way_leaves_nothing(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    from db import transaction

    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form)
        before = cabinet.load(made), cabinet.list()
        monkeypatch.setattr(transaction, "_write_root", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            cabinet.replace(made, Snapshot(form, blank_root(form)), keep_as="前")
        assert cabinet.versions(made) == ()
        assert in_order(cabinet.load(made).root) == in_order(before[0].root)
        assert cabinet.list() == before[1]
        with pytest.raises(ValueError, match="no stages"):
            cabinet.close_version(made, "", "2025-01-01", "review", {"nonsense": "2025-01-01"})
        assert cabinet.list() == before[1]
        with pytest.raises(NoSuchAssessment):
            cabinet.close_version(99, "", "2025-01-01")


def test_states_archive_and_trash_leave_the_contents_alone(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "題"))
        cabinet.set_stages(made, "published", {"draft": "2024-01-01", "published": "2024-05-01"})
        cabinet.set_stages(made, "ended", {"published": "2024-05-02", "ended": "2024-06-01"})
        archive(cabinet, made)
        trash(cabinet, made)
        (info,) = cabinet.list()
        assert info.archived
        assert info.trashed
        assert info.stages == {"published": "2024-05-02", "ended": "2024-06-01"}
        trash(cabinet, made, False)
        archive(cabinet, made, False)
        (info,) = cabinet.list()
        assert (info.id, info.state, info.archived, info.trashed) == (made, "ended", False, False)
        edits = info.edits
        cabinet.apply(made, [title(form, "別"), title(form, "別の題")])
        assert cabinet.list()[0].edits == edits + 1
    assert set(STAGES) == set(STAGE_KEYS)


def bomb() -> bytes:
    return lzma.compress(b" " * (200 << 20), preset=0)


def packed(text: str) -> bytes:
    return lzma.compress(text.encode())


@pytest.mark.parametrize(
    "make",
    [
        bomb,
        lambda: b"",
        lambda: b"no archive",
        lambda: packed("{}")[:-9],
        lambda: packed("[" * 100_000),
        lambda: packed('{"root": {"x": 1}, "set_asides": []}'),
        lambda: packed('{"root": {"a": {"no.such": "x"}}, "set_asides": []}'),
        lambda: packed('{"root": {"l": {"files": [["k", {}], ["k", {}]]}}, "set_asides": []}'),
        lambda: packed('{"root": {"w": {"I.1": [[0, 5]]}}, "set_asides": []}'),
        lambda: packed('{"root": {}, "set_asides": [[1, 2, 3, 4]]}'),
        lambda: packed(
            '{"root": ' + '{"l": {"files": [["k", ' * 12 + "{}" + "]]}}" * 12 + ', "set_asides": []}'
        ),
    ],
)
def test_a_hostile_version_is_told_and_the_rest_can_be_used(
    path: Path, form: Form, make: Callable[[], bytes]
) -> None:
    import hashlib

    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        version = cabinet.close_version(1, "初めの版", "2025-01-01")
    data = make()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        row = (data, hashlib.sha256(data).hexdigest())
        raw.execute("UPDATE version SET contents = ?, digest = ?", row)
    with Cabinet.open(path) as cabinet:
        with pytest.raises(WrongVersion, match="初めの版"):
            cabinet.load_version(version.id)
        assert cabinet.load(1).form is form


def test_changed_bytes_are_noticed(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        cabinet.close_version(1, "版", "2025-01-01")
        other = pack(blank_root(form), [])[0]
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE version SET contents = ?", (other,))
    with Cabinet.open(path) as cabinet, pytest.raises(WrongContents):
        cabinet.load_version(1)


def test_rows_that_no_editor_made_do_no_harm(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE assessment SET state = 'odd\x01', archived_at = 'x\ny', findings_error = 3")
        raw.execute("INSERT INTO stage VALUES (1, 1, 'draft', '2025-99-99'), (1, 1, 'odd', '2025-01-01')")
        raw.execute("INSERT INTO note VALUES ('n', 1, '{', 'odd', 'a\x01b', '', '', 7, '', '', -1, -1)")
        raw.execute("INSERT INTO set_aside VALUES (1, 'c', '[1]', '', ''), (1, 'd', '[\"I.1\"]', 'r', '')")
    with Cabinet.open(path) as cabinet:
        (info,) = cabinet.list()
        assert (info.state, info.stages, info.findings) == ("draft", {}, None)
        (note,) = cabinet.notes(1)
        assert (note.path, note.kind, note.words, note.done) == ((), "note", "ab", True)
        assert [aside.code for aside in cabinet.set_asides(1)] == ["d"]
