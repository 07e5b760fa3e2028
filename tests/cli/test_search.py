"""Looking for words in a whole cabinet from the command line."""

import json
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop import i18n
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.naming import printed_path
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from tests.db.writing import trash


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))


def test_hits_name_their_assessment_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = find_form("yoshiki4")
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for words in ("架空ネットワーク事務", "別の事務"):
            cabinet.new(form, blank_root(form).with_answer((form.roles.title,), words))
        trash(cabinet, cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "ネット")))
    language = i18n.language()
    before = path.read_bytes()
    try:
        assert main(["search", str(path), "ﾈｯﾄ", "事務", "--json"]) == 0
        (found,) = json.loads(capsys.readouterr().out)
        assert (found["id"], found["item"]) == (1, form.roles.title)
        assert [found["excerpt"][a:b] for a, b in found["marks"]] == ["ネット", "事務"]
        assert main(["search", str(path), "事"]) == 0
        lines = capsys.readouterr().out.splitlines()
        place = printed_path(form, (form.roles.title,))
        assert [line.split("\t") for line in lines] == [
            ["1", "架空ネットワーク事務", place, "架空ネットワーク事務"],
            ["2", "別の事務", place, "別の事務"],
        ]
        assert main(["search", str(path), "どこにもない"]) == 0
        assert capsys.readouterr().out == ""
    finally:
        i18n.use_language(language)
    assert path.read_bytes() == before
