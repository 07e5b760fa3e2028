"""The paper is what it was; a wanted change is taken over with ``python -m tests.paper.golden``."""

from __future__ import annotations

import pytest

from tests.paper.golden import dump, golden_file, golden_layout, golden_names


@pytest.mark.parametrize("name", golden_names(), ids=lambda name: golden_file(name).stem)
def test_layout_is_the_golden_one(name: str) -> None:
    expected = golden_file(name).read_text(encoding="utf-8").splitlines()
    found = dump(golden_layout(name)).splitlines()
    for number, (old, new) in enumerate(zip(expected, found, strict=False), 1):
        assert new == old, f"{golden_file(name).name}:{number}"
    assert len(found) == len(expected)
