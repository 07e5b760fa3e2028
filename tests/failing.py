"""Has the system refuse what it is asked for: calls that make, write, sync and move files."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

import pytest

CALLS: Final = ("fsync", "replace", "rename", "chmod", "mkdir", "utime")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def calls_failing(
    monkeypatch: pytest.MonkeyPatch, number: int, code: int = errno.ENOSPC, *, once: bool = False
) -> Iterator[list[str]]:
    """Of all such calls this one fails, and unless ``once`` each after it; yields their names.

    With number 0 none fails.  Taking away is allowed: what no longer works at all cannot be tidied up.
    """
    done: list[str] = []

    def refusing(name: str, call: Callable[P, R], counts: Callable[[object], bool]) -> Callable[P, R]:
        def act(*arguments: P.args, **named: P.kwargs) -> R:
            if counts(arguments[1] if len(arguments) > 1 else named.get("mode", "")):
                done.append(name)
                if number and (len(done) == number if once else len(done) >= number):
                    raise OSError(code, os.strerror(code))
            return call(*arguments, **named)

        return act

    with monkeypatch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, refusing(name, getattr(os, name), lambda _second: True))
        patched.setattr(
            os, "open", refusing("os.open", os.open, lambda flags: bool(int(str(flags)) & _WRITING))
        )
        writes = refusing("open", io.open, lambda mode: bool(set(str(mode)) & set("wax+")))
        patched.setattr(io, "open", writes)
        patched.setattr(builtins, "open", writes)
        yield done
