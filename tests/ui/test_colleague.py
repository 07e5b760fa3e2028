"""Whoever only reads a cabinet sees what its writer has saved: contents, notes, versions, points of view."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import Note, ReviewPoint, SetAside
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.guidance.review import review_points
from tests.ui.history import FORM, ROOT, WORK
from tests.ui.review import notes
from tests.ui.shell import MakeCoordinator
from ui.assessment.form_tab import form_tab
from ui.viewpoints.panel import ViewpointsPanel

NOTE = Note("n", 1, WORK, "remark", "前の指摘")


def test_what_the_writer_saved_is_shown(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path, point = tmp_path / "台帳.pia", review_points().groups[0].points[0].id
    with Cabinet.create(path) as writer:
        writer.new(FORM, ROOT)
        writer.apply(1, [SetAnswer(WORK, "ｼｽﾃﾑに記録する。")])
        writer.apply_all([], jobs=[(1, lambda work: work.put_note(NOTE))])
        coordinator = make_coordinator(form_tab)
        coordinator.open_cabinet(path)
        assert coordinator.store is not None
        assert coordinator.store.read_only
        window = coordinator.open_assessment(1)
        assert window is not None
        window.review.begin()
        watch = window.review.watch
        qtbot.waitUntil(lambda: watch.ready)
        panel, book = notes(window), window.review.notes
        seen = window.panes.viewpoints.show()
        assert isinstance(seen, ViewpointsPanel)
        versions = window.shared.versions.get().version_store
        assert not versions.versions
        finding = watch.open()[0]
        aside = SetAside(*finding.key, "理由")
        writer.apply(1, [SetAnswer(("cover.title",), "新しい名称")])
        writer.apply_all(
            [],
            jobs=[
                (1, lambda work: work.put_note(Note("n", 1, WORK, "remark", "改めた指摘"))),
                (1, lambda work: work.put_note(Note("m", 1, (), "note", "次の付箋"))),
                (1, lambda work: work.put_set_aside(1, aside)),
                (1, lambda work: work.put_review_point(1, ReviewPoint(1, point, "", "見た所見"))),
            ],
        )
        writer.close_version(1, "第1版", "2026-04-01")
        coordinator.store.check_soon()
        qtbot.waitUntil(lambda: window.session.answer(("cover.title",)) == "新しい名称")
        assert sorted(note.words for note in book.all()) == ["改めた指摘", "次の付箋"]
        assert sorted(card.words.toPlainText() for card in panel.cards.values()) == ["改めた指摘", "次の付箋"]
        assert [info.name for info in versions.versions] == ["第1版"]
        assert seen.cards[point].words.toPlainText() == "見た所見"
        qtbot.waitUntil(lambda: [found.key for found, _reason in watch.aside()] == [finding.key])
        coordinator.shut()
