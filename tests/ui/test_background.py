"""Work beside the window gives way to it, and leaves Python as it was."""

from __future__ import annotations

import sys
import threading

import pytest

from ui.context.background import letting_the_window_go_first


def test_whichever_work_ends_first_the_usual_time_is_back_when_all_has_ended() -> None:
    usual = sys.getswitchinterval()
    one, other = threading.Event(), threading.Event()

    def work(end: threading.Event) -> None:
        with letting_the_window_go_first():
            assert end.wait(10)

    threads = [threading.Thread(target=work, args=(end,)) for end in (one, other)]
    for thread in threads:
        thread.start()
    while sys.getswitchinterval() == usual:
        pass
    one.set()
    threads[0].join()
    assert sys.getswitchinterval() < usual
    other.set()
    threads[1].join()
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_work_that_fails_gives_the_usual_time_back() -> None:
    usual = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError), letting_the_window_go_first():
        _ = 1 / 0
    assert sys.getswitchinterval() == pytest.approx(usual)
