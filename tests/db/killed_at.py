"""Processes that are killed at a point that they reach, before a given statement, or by the clock."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

import pytest

from tests.db.statements import at_each_statement


def statements_of(act: Callable[[], object]) -> int:
    """How many statements all connections execute for it, in a process of its own."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            done = _run_counted(act, lambda _number: None)
            os.write(write, str(done).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(write)
    count = int(os.read(read, 20))
    os.close(read)
    assert os.waitpid(pid, 0)[1] == 0
    return count


def run_and_kill_at(act: Callable[[], object], number: int) -> None:
    """Do it in a process of its own, which is killed before this statement; 0: when it is done."""
    pid = os.fork()
    if pid == 0:
        try:
            _run_counted(act, lambda done: _die() if done == number else None)
            _die()
        finally:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL


def kill_somewhere(act: Callable[[], object], number: int, statements: int, seconds: float) -> None:
    """The first of several is killed before anything is done, the second when all is; the others anywhere.

    Within a statement it is only by the clock: ``seconds`` is what all of it takes.
    """
    if number < 2:
        run_and_kill_at(act, 1 - number)
    elif number % 2:
        run_and_kill(act, random.uniform(0, 1.2) * seconds)
    else:
        run_and_kill_at(act, random.randint(1, statements))


def run_and_kill(act: Callable[[], object], seconds: float) -> None:
    """Do it in a process of its own, which is killed so many seconds after it has begun."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            os.write(write, b"!")
            act()
            time.sleep(60)
        finally:
            os._exit(1)
    os.close(write)
    assert os.read(read, 1) == b"!"
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(read)


def _run_counted(act: Callable[[], object], each: Callable[[int], None]) -> int:
    """Do it, and call ``each`` with the number of each statement before it; returns how many there were."""
    numbers: list[str] = []

    def count(words: str) -> None:
        numbers.append(words)
        each(len(numbers))

    with pytest.MonkeyPatch.context() as patched, at_each_statement(patched, count):
        act()
    return len(numbers)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
