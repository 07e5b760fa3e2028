"""From the key to the disk and back: what was typed is there after a kill, in window, export and print."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked, Figure
from tests.whole.typist import TYPED, page_of, path_of
from ui.app.coordinator import Coordinator
from ui.form.choices import ChecksEditor, ChoiceEditor, CountEditor, FlagEditor
from ui.form.figure import FigureEditor
from ui.form.texts import GrowingText


@dataclass
class Afterwards:
    """What a killed program left behind."""

    cabinet: Path
    assessment_id: int
    snapshot: Snapshot
    export: dict[str, Any]
    pdf_text: str


@pytest.fixture(scope="module")
def afterwards(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Afterwards:
    folder = tmp_path_factory.mktemp("台帳 の場所")
    path = folder / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(find_form("yoshiki4"))
    environment = {**os.environ, "PIA_DESKTOP_HOME": str(folder / "home")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.whole.typist", str(path), str(assessment_id)],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as clerk:
        assert clerk.stdout
        said = clerk.stdout.readline().strip()
        clerk.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert said == "saved"
    with Cabinet.open(path) as cabinet:
        snapshot = cabinet.load(assessment_id)
    out, pdf = folder / "out.json", folder / "out.pdf"
    assert main(["export", str(path), str(assessment_id), "-o", str(out)]) == 0
    assert main(["print", str(path), str(assessment_id), "-o", str(pdf)]) == 0
    text = ""
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-raw", str(pdf), "-"]
        text = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    export = json.loads(out.read_text(encoding="utf-8"))
    return Afterwards(path, assessment_id, snapshot, export, "".join(text.split()))


EXPECTED: dict[str, object] = {
    "line": "窓口で打った事務",
    "text": "一行目 <b>&amp;</b>\n二行目 {0} %s",
    "date": "令和6年8月30日",
    "choice": "委託する",
    "count": 3,
    "flag": True,
    "checks": Checked.of(["本人又は本人の代理人", "民間事業者"], {"民間事業者": "民間の業者"}),
    "detail": "写し一枚十円",
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_cabinet_holds_what_was_typed(afterwards: Afterwards, kind: str) -> None:
    item_id = TYPED[kind][0]
    file_key = next(iter(afterwards.snapshot.root.entries((FILES,))))
    scope = afterwards.snapshot.form.places[item_id].scope
    path = (FILES, file_key, item_id) if scope else (item_id,)
    assert afterwards.snapshot.root.answer(path) == EXPECTED[kind]


def test_the_cabinet_holds_the_figure(afterwards: Afterwards) -> None:
    figure = afterwards.snapshot.root.answer(("A1.figure",))
    assert isinstance(figure, Figure)
    assert figure.text == TYPED["figure"][1]
    with Cabinet.open(afterwards.cabinet) as cabinet:
        assert cabinet.picture(figure.pictures[0].digest)


EXPORTED: dict[str, object] = {
    **EXPECTED,
    "checks": {"checked": ["本人又は本人の代理人", "民間事業者"], "texts": {"民間事業者": "民間の業者"}},
}


@pytest.mark.parametrize("kind", EXPORTED)
def test_the_export_says_the_same(afterwards: Afterwards, kind: str) -> None:
    item_id = TYPED[kind][0]
    scope = afterwards.snapshot.form.places[item_id].scope
    where = afterwards.export["files"][0] if scope else afterwards.export["values"]
    assert where[item_id] == EXPORTED[kind]


PRINTED = {
    "line": "窓口で打った事務",
    "text": "一行目<b>&amp;</b>二行目{0}%s",
    "date": "令和6年8月30日",
    "choice": "[委託する]",
    "count": "（3）件",
    "flag": "[○]提供・移転しない",
    "checks": "民間の業者",
    "figure": "図の説明です",
    "detail": "写し一枚十円",
}


@pytest.mark.parametrize("kind", PRINTED)
def test_the_print_says_the_same(afterwards: Afterwards, kind: str) -> None:
    if not afterwards.pdf_text:
        pytest.skip("pdftotext is not installed")
    assert PRINTED[kind] in afterwards.pdf_text


def test_the_window_shows_the_same(
    afterwards: Afterwards, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path))
    coordinator = Coordinator()
    assert coordinator.open_cabinet(afterwards.cabinet)
    window = coordinator.open_assessment(afterwards.assessment_id)
    assert window is not None
    for kind, (item_id, _words) in TYPED.items():
        path = path_of(window.session, item_id)
        editor = page_of(window, path).registry.editors[path]
        expected = EXPECTED.get(kind)
        match editor:
            case ChoiceEditor():
                assert editor.box.currentData() == expected
            case CountEditor():
                assert editor.field.text() == "3"
            case FlagEditor():
                assert editor.box.isChecked()
            case ChecksEditor():
                assert editor.texts["民間事業者"].text() == "民間の業者"
                assert editor.ticks["本人又は本人の代理人"].isChecked()
            case FigureEditor():
                assert editor.field.text() == TYPED["figure"][1]
            case _:
                field = editor.focus_target()
                assert isinstance(field, GrowingText)
                assert field.text() == expected
    window.close()
    coordinator.shut()
