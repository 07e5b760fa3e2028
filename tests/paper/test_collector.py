"""The collector is back when the last print is through, however prints overlap and end."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.paper.collector import gc_suspended
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment


@pytest.fixture(autouse=True)
def automatic() -> Iterator[None]:
    """As in a command, which has no window."""
    gc.enable()
    yield
    gc.disable()


def test_the_collector_comes_back_after_the_last_of_several() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def other() -> None:
        with gc_suspended():
            inside.set()
            go_on.wait(10)

    assert gc.isenabled()
    thread = threading.Thread(target=other)
    thread.start()
    assert inside.wait(10)
    with gc_suspended():
        pass
    assert not gc.isenabled()
    go_on.set()
    thread.join(10)
    assert gc.isenabled()


def test_a_print_that_fails_brings_it_back_and_one_that_was_off_stays_off() -> None:
    form = find_form("yoshiki3")
    wrong = PrintOptions(frozenset({"no such part"}))
    with pytest.raises(UserError):
        layout_assessment(Snapshot(form, blank_root(form)), options=wrong)
    assert gc.isenabled()
    gc.disable()
    layout_assessment(Snapshot(form, blank_root(form)))
    assert not gc.isenabled()
