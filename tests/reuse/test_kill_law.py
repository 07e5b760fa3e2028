"""Killed at any moment of a change of law, the cabinet holds all of it with its way back, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.reuse.killing import WAYS, Act, kill_often

KILLS = 8

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.mark.parametrize("act", WAYS)
def test_all_of_it_with_its_way_back_or_nothing(tmp_path: Path, act: Act) -> None:
    assert kill_often(tmp_path, act, KILLS)[:2] == [False, True]
