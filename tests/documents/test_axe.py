"""The pages for a city's site as Chromium and axe-core see them: nothing is found by any of its rules."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from pia_desktop.cli import main
from pia_desktop.paths import resource_root
from tests.programs import chromium

SAMPLES: Final = resource_root() / "samples"
_UNTOLD: Final = {"color-contrast"}
"""Behind words of cells that go over several rows axe-core knows no colour; where it does, it measures it."""

_RUN: Final = """
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(
    found => { write(found); }, error => { write({error: String(error)}); });
function write(found) {
    const place = document.createElement("pre");
    place.id = "found-by-axe";
    place.textContent = JSON.stringify(found);
    document.body.append(place);
}
"""


def _axe() -> str:
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core-python is not installed")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def _findings(page: Path, folder: Path) -> dict[str, Any]:
    """What axe-core says of a page, by the name of its lists: violations, incomplete."""
    program, axe = chromium(), _axe()
    text = page.read_text(encoding="utf-8")
    tried = folder / "tried.html"
    tried.write_text(
        text.replace("</body>", f"<script>{axe}</script><script>{_RUN}</script></body>"), "utf-8"
    )
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    ran = subprocess.run(
        [program, *options, "--virtual-time-budget=600000", "--dump-dom", tried.as_uri()],
        capture_output=True,
        timeout=300,
        check=True,
    )
    words = re.search(r'<pre id="found-by-axe">(.*?)</pre>', ran.stdout.decode("utf-8"), re.DOTALL)
    assert words is not None, "axe-core has not come to an end"
    found: dict[str, Any] = json.loads(unescape(words[1]))
    assert "error" not in found, found
    assert len(found["passes"]) > 10, "axe-core has looked at next to nothing"
    return found


def _told(rules: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(rule["id"], node["html"][:200]) for rule in rules for node in rule["nodes"][:3]]


@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4", "blank"])
def test_a_page_has_no_finding(tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.html"
    source = ["--blank", "yoshiki4"] if name == "blank" else ["--from", str(SAMPLES / f"{name}.json")]
    assert main(["export", *source, "-o", str(page), "--copy", "public"]) == 0
    found = _findings(page, tmp_path)
    assert _told(found["violations"]) == []
    assert {rule for rule, _html in _told(found["incomplete"])} <= _UNTOLD


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert (
        main(["export", "--from", str(SAMPLES / "yoshiki2.json"), "-o", str(page), "--copy", "public"]) == 0
    )
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("<html lang", "<html data-lang").replace("<main>", '<main><img src="x">'), "utf-8"
    )
    rules = {rule for rule, _html in _told(_findings(page, tmp_path)["violations"])}
    assert {"html-has-lang", "image-alt"} <= rules
