"""Background work: starting, cancelling and receiving the results of jobs in threads.

Jobs use only immutable data (snapshots, frozen records) and no widgets.  Progress and results are delivered
in the GUI thread, and dropped after ``cancel``.  What a job refers to is also released in the GUI thread: a
QObject destroyed in another thread would take its timers and connections down there.
"""

from __future__ import annotations

import itertools
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from functools import cache, partial
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.widgets.overrides import guarded

_SHORT: Final = 0.00005
"""Thread switch interval in seconds.  A key press calls Qt a hundred times, and each call may hand the GIL to
the other thread for this long.  With Python's default of 5 ms a key took 300 ms during a long layout; with
this it takes 5.
"""

_lock = threading.Lock()
_usual: list[float] = []


@contextmanager
def yielding_to_gui() -> Iterator[None]:
    """Run a thread's work without making the GUI thread wait noticeably for the GIL."""
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
"""Whether a job should stop; called between steps."""

T = TypeVar("T")
R = TypeVar("R")
_numbers = itertools.count(1)


class WorkFault(UserError):
    """A job failed through a bug, which is reported separately; the message names it."""


def _unheard(_what: object) -> None:
    """The default callback: ignores its argument."""


class _WorkHolder(QObject):
    """Keeps the jobs' callables alive until they are finished; exists for the life of the program."""

    _over = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[int, Callable[[], object]] = {}
        self._over.connect(self._release, Qt.ConnectionType.QueuedConnection)

    def hold(self, work: Callable[[], object]) -> int:
        """Store a callable for a thread; returns its number."""
        number = next(_numbers)
        self._held[number] = work
        return number

    def do(self, number: int) -> None:
        """Run it.  Called in the thread."""
        try:
            self._held[number]()
        except BaseException as error:
            _clear_frames(error)
            raise
        finally:
            if isValid(self):  # a thread that nobody waits for may outlive the application
                self._over.emit(number)

    def _release(self, number: int) -> None:
        del self._held[number]


@cache
def _holder() -> _WorkHolder:
    return _WorkHolder()


def _clear_frames(error: BaseException | None) -> None:
    """Drop the local variables from an error's traceback, keeping the line numbers."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def begin_thread(work: Callable[[], object], name: str) -> threading.Thread:
    """Run something in a daemon thread."""
    holder = _holder()
    thread = threading.Thread(target=holder.do, args=(holder.hold(work),), name=name, daemon=True)
    thread.start()
    return thread


class _Carrier(QObject):
    """Delivers a job's messages to the GUI thread; lives as long as the window or the job."""

    progressed = Signal(int, object)
    ended = Signal(int, object)
    failed = Signal(int, object)


@guarded
class _Run(QRunnable):
    """The only QRunnable; it knows its job by number alone."""

    def __init__(self, holder: _WorkHolder, number: int) -> None:
        super().__init__()
        self._holder = holder
        self._number = number

    def run(self) -> None:
        self._holder.do(self._number)


@dataclass(frozen=True, slots=True)
class _Job:
    """The callbacks of a job, and its stop flag."""

    ended: Callable[[Any], None]
    progress: Callable[[Any], None]
    failed: Callable[[UserError], None]
    stopped: threading.Event = field(default_factory=threading.Event)


class Jobs(QObject):
    """Running jobs, in ``pool`` or the global thread pool."""

    def __init__(self, parent: QObject | None = None, pool: QThreadPool | None = None) -> None:
        super().__init__(parent)
        self._pool = pool or QThreadPool.globalInstance()
        self._jobs: dict[int, _Job] = {}
        self._carrier = _Carrier()
        self._carrier.progressed.connect(self._progressed)
        self._carrier.ended.connect(self._ended)
        self._carrier.failed.connect(self._failed)

    @property
    def running(self) -> bool:
        return bool(self._jobs)

    def begin(
        self,
        work: Callable[[Stopped, Callable[[T], None]], R],
        ended: Callable[[R], None],
        *,
        progress: Callable[[T], None] = _unheard,
        failed: Callable[[UserError], None] = _unheard,
        priority: int = 0,
    ) -> None:
        """Run ``work`` in a thread.  Its arguments: a function that says whether to stop, and one that
        reports progress.

        ``ended`` is called with the result, ``failed`` with the UserError it raised, or a WorkFault.
        """
        job, number, holder = _Job(ended, progress, failed), next(_numbers), _holder()
        self._jobs[number] = job
        doing = partial(_do, number, work, job.stopped.is_set, self._carrier)
        self._pool.start(_Run(holder, holder.hold(doing)), priority)

    def cancel(self) -> None:
        """Ask all jobs to stop; their callbacks are no longer called."""
        for job in self._jobs.values():
            job.stopped.set()
        self._jobs.clear()

    def _progressed(self, number: int, what: object) -> None:
        job = self._jobs.get(number)
        if job is not None:
            job.progress(what)

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
    """Run a job in its thread and send the outcome."""
    if stopped():
        return
    try:
        with yielding_to_gui():
            result = work(stopped, lambda what: carrier.progressed.emit(number, what))
    except UserError as error:
        _clear_frames(error)
        carrier.failed.emit(number, error)
    except MemoryError as error:
        _clear_frames(error)
        short = UserError(_("There is not enough memory."), _("Close other programs and try again."))
        carrier.failed.emit(number, short)
    except BaseException as error:
        carrier.failed.emit(number, WorkFault(f"{type(error).__name__}: {error}", ""))
        raise
    else:
        carrier.ended.emit(number, result)


class LatestOnly(QObject, Generic[R]):
    """Runs one job at a time; of the waiting ones only the newest is run.

    ``found`` receives the newest result; with ``each`` also earlier results while a newer job waits.
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
        """Whether a result is awaited."""
        return self._jobs.running

    def request(self, work: Callable[[], R]) -> None:
        if self.running:
            self._waiting = work
            return
        self._jobs.begin(
            lambda _stopped, _tell: work(), self._take, failed=self._take_failure, priority=self._priority
        )

    def cancel(self) -> None:
        """Deliver no result of the jobs requested so far."""
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
        """Start the waiting job; returns whether there was one."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.request(waiting)
        return waiting is not None
