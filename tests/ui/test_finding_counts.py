"""The findings in the cabinet's list, counted without anybody opening an assessment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import CabinetGone
from db.records import FindingCounts, SetAside
from pia_desktop import __version__
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.assessment_rows import FINDINGS
from pia_desktop.cabinet_lists.row_choice import Choice, Only
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.severity import Severity
from tests.db.writing import write
from tests.ui.review import sample
from tests.ui.shell import MakeCoordinator
from ui.app.coordinator import Coordinator
from ui.cabinet.finding_counts import COUNTED_BY
from ui.context.cabinet_store import CabinetStore

CLEAN, FAULTY, BROKEN = 1, 2, 3
UNKNOWN = "－"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.cabinet.finding_counting.COUNT_AFTER", 0)


@pytest.fixture
def cabinet(tmp_path: Path) -> Path:
    """A sample without a mistake, a blank form, and contents that cannot be read."""
    path = tmp_path / "台帳.pia"
    found, form = sample(), find_form("yoshiki3")
    with Cabinet.create(path) as made:
        made.new(found.form, found.root, found.pictures)
        made.new(form)
        made.new(form, Node({"cover.title": "壊れたもの"}))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = ?", (BROKEN,))
    return path


def counts_of(root: Node) -> FindingCounts:
    found = Checker(find_form("yoshiki3"), root).counts()
    return FindingCounts(*(found[severity] for severity in Severity))


def shown(coordinator: Coordinator, assessment_id: int) -> str:
    model = coordinator.cabinet_window.model
    return str(model.index_of(assessment_id, FINDINGS).data())


def on_disk(path: Path) -> dict[int, FindingCounts | None]:
    with Cabinet.open(path, read_only=True) as stored:
        return {info.id: info.findings for info in stored.list()}


def opened(qtbot: QtBot, coordinator: Coordinator, path: Path) -> None:
    assert coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    qtbot.waitUntil(
        lambda: UNKNOWN not in (shown(coordinator, CLEAN), shown(coordinator, FAULTY)), timeout=20_000
    )


def test_the_list_fills_itself(qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path) -> None:
    coordinator = make_coordinator()
    opened(qtbot, coordinator, cabinet)
    blank = counts_of(blank_root(find_form("yoshiki3")))
    assert blank.error
    assert f"{blank.error:,}" in shown(coordinator, FAULTY)
    assert f"{blank.error:,}" not in shown(coordinator, CLEAN)
    qtbot.waitUntil(lambda: shown(coordinator, BROKEN) == _("cannot be read"), timeout=20_000)
    assert coordinator.store is not None
    assert coordinator.store.flush()
    expected = {CLEAN: counts_of(sample().root), FAULTY: blank, BROKEN: None}
    assert on_disk(cabinet) == expected


def test_a_cabinet_that_is_gone_when_counting_begins_is_counted_once_it_is_back(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, asked = make_coordinator(), set[str]()

    def gone(_store: CabinetStore, name: str) -> None:
        asked.add(name)
        raise CabinetGone(cabinet)

    with monkeypatch.context() as pulled, qtbot.captureExceptions() as faults:
        pulled.setattr(CabinetStore, "setting", gone)
        assert coordinator.open_cabinet(cabinet)
        coordinator.show_cabinet()
        qtbot.waitUntil(lambda: COUNTED_BY in asked)
    assert faults == []
    coordinator.cabinet_window.refresh()
    qtbot.waitUntil(lambda: shown(coordinator, FAULTY) != UNKNOWN, timeout=20_000)


@pytest.mark.parametrize("by", [__version__, "0.0.9", None])
def test_each_version_of_the_program_counts_once(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path, by: str | None
) -> None:
    """Its checks may be other ones than those that counted."""
    old = FindingCounts(7, 77, 777)
    with Cabinet.open(cabinet) as stored:
        if by is not None:
            stored.set_setting({COUNTED_BY: by})
        for one in (CLEAN, FAULTY):
            write(stored, lambda work, one=one: work.store_findings(one, old), one)  # type: ignore[misc]
    coordinator = make_coordinator()
    opened(qtbot, coordinator, cabinet)
    qtbot.waitUntil(lambda: shown(coordinator, BROKEN) == _("cannot be read"), timeout=20_000)
    store = coordinator.store
    assert store is not None
    if by == __version__:
        assert "77" in shown(coordinator, FAULTY)
        return
    qtbot.waitUntil(
        lambda: "77" not in shown(coordinator, FAULTY) + shown(coordinator, CLEAN), timeout=20_000
    )
    qtbot.waitUntil(lambda: store.flush() and store.setting(COUNTED_BY) == __version__, timeout=20_000)
    assert on_disk(cabinet)[FAULTY] == counts_of(blank_root(find_form("yoshiki3")))


def test_what_cannot_be_read_says_why_and_what_to_do_and_is_found_by_a_filter(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path
) -> None:
    coordinator = make_coordinator()
    opened(qtbot, coordinator, cabinet)
    qtbot.waitUntil(lambda: shown(coordinator, BROKEN) == _("cannot be read"), timeout=20_000)
    window = coordinator.cabinet_window
    mistaken = next(one for one in window.model.infos if one.findings and one.findings.error)
    signs = [
        window.model.index_of(one, FINDINGS).data(Qt.ItemDataRole.DecorationRole)
        for one in (BROKEN, mistaken.id)
    ]
    assert signs[0].cacheKey() != signs[1].cacheKey()  # the sign of a mistake is that of its window
    told = window.model.index_of(BROKEN, FINDINGS).data(Qt.ItemDataRole.AccessibleTextRole)
    (info,) = (one for one in window.model.infos if one.id == BROKEN)
    assert info.fault
    assert info.fault in told
    window.model.choose(Choice(only=Only.UNREADABLE))
    assert [row.info.id for row in window.model.shown] == [BROKEN]
    window.model.choose(Choice(column=FINDINGS, descending=True))
    assert window.model.shown[0].info.id == BROKEN


def test_opening_what_cannot_be_read_has_its_line_say_so(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.cabinet.finding_counting.COUNT_AFTER", 600_000)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(cabinet)
    coordinator.show_cabinet()
    assert shown(coordinator, BROKEN) == UNKNOWN
    assert coordinator.open_assessment(BROKEN) is None
    assert shown(coordinator, BROKEN) == _("cannot be read")


def test_what_was_set_aside_does_not_count(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path
) -> None:
    finding = Checker(find_form("yoshiki3"), blank_root(find_form("yoshiki3"))).findings()[0]
    assert finding.severity is Severity.ERROR
    with Cabinet.open(cabinet) as stored:
        write(stored, lambda work: work.put_set_aside(FAULTY, SetAside(*finding.key, "理由")), FAULTY)
    coordinator = make_coordinator()
    opened(qtbot, coordinator, cabinet)
    blank = counts_of(blank_root(find_form("yoshiki3")))
    assert f"{blank.error - 1:,}" in shown(coordinator, FAULTY)


def test_what_is_edited_or_put_in_meanwhile_is_counted_again(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path
) -> None:
    coordinator = make_coordinator()
    opened(qtbot, coordinator, cabinet)
    before = shown(coordinator, FAULTY)
    store = coordinator.store
    assert store is not None
    store.submit(FAULTY, SetAnswer(("cover.title",), "住民基本台帳に関する事務"))
    assert store.flush()
    copied = store.copy(CLEAN)
    assert shown(coordinator, copied) == UNKNOWN
    qtbot.waitUntil(lambda: shown(coordinator, copied) == shown(coordinator, CLEAN), timeout=20_000)
    qtbot.waitUntil(lambda: shown(coordinator, FAULTY) not in (before, UNKNOWN), timeout=20_000)
    assert store.flush()
    stored = on_disk(cabinet)
    assert stored[copied] == stored[CLEAN]
    with Cabinet.open(cabinet, read_only=True) as read:
        assert stored[FAULTY] == counts_of(read.load(FAULTY).root)


def test_a_cabinet_for_reading_only_stays_as_it_is(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path
) -> None:
    with Cabinet.open(cabinet):  # somebody else works with it
        coordinator = make_coordinator()
        opened(qtbot, coordinator, cabinet)
        assert coordinator.store is not None
        assert coordinator.store.read_only
        words = shown(coordinator, FAULTY)
        coordinator.cabinet_window.refresh()
        assert shown(coordinator, FAULTY) == words
        assert set(on_disk(cabinet).values()) == {None}


@pytest.mark.parametrize("pause", [0, 60, 120, 250])
def test_the_cabinet_can_be_closed_meanwhile(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path, tmp_path: Path, pause: int
) -> None:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(cabinet)
    coordinator.show_cabinet()
    qtbot.wait(pause)
    other = tmp_path / "別.pia"
    with Cabinet.create(other) as made:
        made.new(find_form("yoshiki3"))
    assert coordinator.open_cabinet(other)
    qtbot.waitUntil(lambda: shown(coordinator, 1) != UNKNOWN, timeout=20_000)
    assert coordinator.store is not None
    assert coordinator.store.flush()
    assert on_disk(other) == {1: counts_of(blank_root(find_form("yoshiki3")))}
    coordinator.quit()
    cabinet.unlink()  # nothing holds it any more
