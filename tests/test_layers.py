"""The contracts of import-linter leave nothing out: a new package has to take its place in them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERS = [
    {module.strip(" ()") for module in layer.replace(":", "|").split("|")}
    for contract in CONTRACTS
    if contract["type"] == "layers"
    for layer in contract["layers"]
]
LAYERED = set[str]().union(*LAYERS)


@pytest.mark.parametrize("package", ["pia_desktop", "ui"])
def test_every_module_has_its_layer(package: str) -> None:
    children = [
        path for path in (ROOT / package).iterdir() if not path.stem.startswith(("__init__", "__pycache__"))
    ]
    modules = {f"{package}.{path.stem}" for path in children if path.is_dir() or path.suffix == ".py"}
    assert modules <= LAYERED


def test_no_import_is_excused() -> None:
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []


def test_the_architecture_names_every_layer() -> None:
    layers = PAGE.partition("## Rooms of the window")[0]
    named = {name.removeprefix("pia_desktop/") for name in re.findall(r"`([\w/]+?)(?:\.py)?`", layers)}
    modules = {module.removeprefix("pia_desktop.") for module in LAYERED if not module.startswith("ui.")}
    assert modules <= named


def test_the_architecture_has_the_rooms_on_their_lines() -> None:
    lines: dict[str, set[str]] = {}
    number = ""
    for cell, rooms in re.findall(r"^\| (\d*) ?\| (.*) \|$", PAGE, re.MULTILINE):
        number = cell or number
        lines.setdefault(number, set()).update(re.findall(r"`ui/(\w+)`", rooms))
    contract = [
        {room.removeprefix("ui.") for room in layer} for layer in LAYERS if min(layer).startswith("ui.")
    ]
    assert list(lines.values()) == contract
