"""Work in threads beside the window: how it is begun, heard of and let go, and its manners.

Work uses what does not change (snapshots, frozen records) and no widget; what it has to say comes to the
window's thread, and is not heard any more once the work was let go.  What it refers to is let go of in the
window's thread, too: a QObject that ends in another takes its timers and connections down with it there.
"""

from __future__ import annotations

import itertools
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from pia_desktop.errors import UserError
from ui.widgets.overrides import guarded

_SHORT: Final = 0.00005
"""Seconds.  A keystroke calls Qt a hundred times; each call lets the other thread in and then waits so long.
With Python's own 5 ms a key took 300 ms while a long print was laid out; with this it takes 5."""

_lock = threading.Lock()
_usual: list[float] = []


@contextmanager
def letting_the_window_go_first() -> Iterator[None]:
    """Around the work of a thread: the window's thread does not wait for it noticeably."""
    with _lock:
        _usual.append(sys.getswitchinterval())
        sys.setswitchinterval(min(_SHORT, _usual[-1]))
    try:
        yield
    finally:
        with _lock:
            first = _usual[0]
            _usual.pop()
            if not _usual:
                sys.setswitchinterval(first)


Stopped = Callable[[], bool]
"""Whether work is to stop; it looks between two steps."""

T = TypeVar("T")
R = TypeVar("R")
_numbers = itertools.count(1)


class WorkFault(UserError):
    """Work ended by a fault of the program, which is reported by itself; the message names it."""


def _unheard(_what: object) -> None:
    """Nobody wants to know."""


class _WorkHolder(QObject):
    """Holds what threads work with until they are through with it; lives as long as the program."""

    _over = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[int, Callable[[], object]] = {}
        self._over.connect(self._release, Qt.ConnectionType.QueuedConnection)

    def hold(self, work: Callable[[], object]) -> int:
        """Hold work that is to be done in a thread; its number."""
        number = next(_numbers)
        self._held[number] = work
        return number

    def do(self, number: int) -> None:
        """Do it; to be called in the thread."""
        try:
            self._held[number]()
        except BaseException as error:
            _clear_frames(error)
            raise
        finally:
            self._over.emit(number)

    def _release(self, number: int) -> None:
        del self._held[number]


@cache
def _holder() -> _WorkHolder:
    return _WorkHolder()


def _clear_frames(error: BaseException | None) -> None:
    """Let an error go its way without what the functions held that it came out of; the places stay."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def begin_thread(work: Callable[[], object], name: str) -> threading.Thread:
    """Do something in a thread of its own that the end of the program does not wait for."""
    holder = _holder()
    thread = threading.Thread(target=holder.do, args=(holder.hold(work),), name=name, daemon=True)
    thread.start()
    return thread


class _Carrier(QObject):
    """Carries what work has to say to the window's thread; lives as long as the window or the work."""

    told = Signal(int, object)
    ended = Signal(int, object)
    failed = Signal(int, object)


@guarded
class _Run(QRunnable):
    """The one runnable there is; it knows the work by its number alone."""

    def __init__(self, holder: _WorkHolder, number: int) -> None:
        super().__init__()
        self._holder = holder
        self._number = number

    def run(self) -> None:
        self._holder.do(self._number)


@dataclass(frozen=True, slots=True)
class _Job:
    """Who hears of a piece of work, and what stops it."""

    ended: Callable[[Any], None]
    told: Callable[[Any], None]
    failed: Callable[[UserError], None]
    stopped: threading.Event = field(default_factory=threading.Event)


class Jobs(QObject):
    """Pieces of work under way, in ``pool`` or in that of the whole program."""

    def __init__(self, parent: QObject | None = None, pool: QThreadPool | None = None) -> None:
        super().__init__(parent)
        self._pool = pool or QThreadPool.globalInstance()
        self._jobs: dict[int, _Job] = {}
        self._carrier = _Carrier()
        self._carrier.told.connect(self._told)
        self._carrier.ended.connect(self._ended)
        self._carrier.failed.connect(self._failed)

    @property
    def running(self) -> bool:
        """Whether something is awaited."""
        return bool(self._jobs)

    def begin(
        self,
        work: Callable[[Stopped, Callable[[T], None]], R],
        ended: Callable[[R], None],
        *,
        told: Callable[[T], None] = _unheard,
        failed: Callable[[UserError], None] = _unheard,
        priority: int = 0,
    ) -> None:
        """Begin ``work`` in a thread.  It is given what says whether to stop, and what hears how far it is.

        ``ended`` gets its result, ``failed`` the UserError it raised, or a WorkFault.
        """
        job, number, holder = _Job(ended, told, failed), next(_numbers), _holder()
        self._jobs[number] = job
        doing = partial(_do, number, work, job.stopped.is_set, self._carrier)
        self._pool.start(_Run(holder, holder.hold(doing)), priority)

    def cancel(self) -> None:
        """Have all of it stop; nothing of it is heard any more."""
        for job in self._jobs.values():
            job.stopped.set()
        self._jobs.clear()

    def _told(self, number: int, what: object) -> None:
        job = self._jobs.get(number)
        if job is not None:
            job.told(what)

    def _ended(self, number: int, result: object) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            job.ended(result)

    def _failed(self, number: int, error: UserError) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            job.failed(error)


def _do(
    number: int,
    work: Callable[[Stopped, Callable[[Any], None]], object],
    stopped: Stopped,
    carrier: _Carrier,
) -> None:
    """Do a piece of work in its thread, and say what comes of it."""
    if stopped():
        return
    try:
        with letting_the_window_go_first():
            result = work(stopped, lambda what: carrier.told.emit(number, what))
    except UserError as error:
        _clear_frames(error)
        carrier.failed.emit(number, error)
    except BaseException as error:
        carrier.failed.emit(number, WorkFault(f"{type(error).__name__}: {error}", ""))
        raise
    else:
        carrier.ended.emit(number, result)


class LatestOnly(QObject, Generic[R]):
    """One piece of work at a time; of those that wait only the newest is done.

    ``found`` gets what the newest gave.  ``each``: also what those before it gave, while a newer one waits.
    """

    def __init__(
        self,
        parent: QObject,
        found: Callable[[R], None],
        failed: Callable[[UserError], None] = _unheard,
        *,
        each: bool = False,
        priority: int = 1,
        pool: QThreadPool | None = None,
    ) -> None:
        super().__init__(parent)
        self._found = found
        self._failed = failed
        self._each = each
        self._priority = priority
        self._waiting: Callable[[], R] | None = None
        self._jobs = Jobs(self, pool)

    @property
    def running(self) -> bool:
        """Whether something is awaited."""
        return self._jobs.running

    def request(self, work: Callable[[], R]) -> None:
        """Ask for a piece of work."""
        if self.running:
            self._waiting = work
            return
        self._jobs.begin(
            lambda _stopped, _tell: work(), self._take, failed=self._take_failure, priority=self._priority
        )

    def cancel(self) -> None:
        """Hand out nothing of what was asked for until now."""
        self._waiting = None
        self._jobs.cancel()

    def _take(self, result: R) -> None:
        if not self._go_on() or self._each:
            self._found(result)

    def _take_failure(self, error: UserError) -> None:
        if self._each:
            self._failed(error)
        if not self._go_on() and not self._each:
            self._failed(error)

    def _go_on(self) -> bool:
        """Begin what waits; whether there is such."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.request(waiting)
        return waiting is not None
