"""The contracts of import-linter leave nothing out: a new package has to take its place in them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERED = {
    module.strip(" ()")
    for contract in CONTRACTS
    if contract["type"] == "layers"
    for layer in contract["layers"]
    for module in layer.replace(":", "|").split("|")
}


@pytest.mark.parametrize("package", ["pia_desktop", "ui"])
def test_every_module_has_its_layer(package: str) -> None:
    children = [
        path for path in (ROOT / package).iterdir() if not path.stem.startswith(("__init__", "__pycache__"))
    ]
    modules = {f"{package}.{path.stem}" for path in children if path.is_dir() or path.suffix == ".py"}
    assert modules <= LAYERED


def test_no_import_is_excused() -> None:
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []
