"""Others copy, replace and overwrite a cabinet while it is open: ``python -m tests.db.replacing 200``.

A process of its own does it, as those would: who closes a file that this process has open drops its locks.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from db.cabinet import Cabinet
from db.connect import Channel
from db.errors import CabinetSwapped
from db.guarded_file import GuardedFile
from db.records import SaverState
from db.saver import Saver
from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure, Picture
from tests.db.making import in_order

STRANGERS: Final = ("older", "another", "truncated", "garbage", "empty")
WAYS: Final = ("in place",) if os.name == "nt" else ("rename", "in place")
"""Windows lets nobody put a file in the place of one that is open."""


_PROGRAM: Final = """
import os, shutil, sys
for line in sys.stdin:
    way, source, target = line.rstrip("\\n").split("\\t")
    try:
        if way == "rename":
            beside = os.path.join(os.path.dirname(target), "incoming")
            shutil.copyfile(source, beside)
            os.replace(beside, target)
        else:
            shutil.copyfile(source, target)
        print("done", flush=True)
    except OSError:
        print("refused", flush=True)
"""


_READER: Final = """
import random, sqlite3, sys, time
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
while True:
    raw.execute("BEGIN")
    raw.execute("SELECT writes FROM cabinet").fetchall()
    print("reading", flush=True)
    time.sleep(random.choice((0.001, 0.05, 0.3)))
    raw.execute("ROLLBACK")
"""


@contextmanager
def reader(path: Path) -> Iterator[None]:
    """Another program, which reads the cabinet again and again, now and then for a while."""
    command = [sys.executable, "-c", _READER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"reading"
        try:
            yield
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
        finally:
            process.kill()


class Other:
    """Another program, which does what it is told to a file."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def do(self, way: str, source: Path, target: Path) -> None:
        """Copy a file to another ("in place"), or put a copy in its place ("rename")."""
        assert self.may(way, source, target), "the system does not let it"

    def may(self, way: str, source: Path, target: Path) -> bool:
        """The same where the system lets it; returns whether it did."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{way}\t{source}\t{target}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline() == "done\n"

    def end(self) -> None:
        """Let the program end."""
        self._process.communicate()


@contextmanager
def other() -> Iterator[Other]:
    """Another program, for a while."""
    made = Other()
    try:
        yield made
    finally:
        made.end()


@dataclass
class OpenAssessment:
    """A cabinet with one assessment in work, as a window has it."""

    path: Path
    cabinet: Cabinet
    assessment_id: int
    work: Assessment
    saver: Saver
    states: list[SaverState]

    @classmethod
    def at(cls, path: Path, form: Form) -> OpenAssessment:
        """A new cabinet, with something in it already."""
        cabinet = Cabinet.create(path)
        work = Assessment(form)
        assessment_id = cabinet.new(form, work.root)
        states: list[SaverState] = []
        return cls(path, cabinet, assessment_id, work, Saver(cabinet, states.append), states)

    def type(self, words: str) -> None:
        """Type into the title, and something long now and then."""
        number = self.work.form.roles.number
        for item, text in ((self.work.form.roles.title, words), (number, words * (1 + len(words) % 9 * 30))):
            edit = SetAnswer((item,), text)
            self.work.apply(edit)
            self.saver.submit(self.assessment_id, edit)

    def picture(self, figure: str, *pictures: Picture) -> None:
        """Show pictures in a figure."""
        edit = SetAnswer((figure,), Figure.of("", pictures))
        self.work.apply(edit)
        self.saver.submit(self.assessment_id, edit)

    def type_on(self, rng: random.Random, seconds: float) -> None:
        """Type for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.type(f"語{rng.randrange(10**9)}" * rng.randrange(1, 20))
            time.sleep(rng.choice((0.001, 0.01, 0.05)))

    def close_unsaved(self) -> None:
        """As at the end of the program, whatever could not be saved."""
        self.saver.abandon()
        self.cabinet.close()


def stranger(kind: str, folder: Path, older: Path, form: Form) -> Path:
    """What another program puts in the cabinet's place."""
    made = folder / "stranger"
    if kind == "older":
        return older
    if kind == "another":
        with Cabinet.create(made) as cabinet:
            cabinet.new(form)
        return made
    data = older.read_bytes()
    made.write_bytes(
        {"truncated": data[: len(data) // 2], "garbage": os.urandom(len(data)), "empty": b""}[kind]
    )
    return made


def replace_once(
    folder: Path, form: Form, other: Other, kind: str, way: str, rng: random.Random, *, network: bool = False
) -> None:
    """One round: typing, a replacement at any moment, typing on.  Raises AssertionError."""
    path = folder / "家" / "台帳.pia"
    path.parent.mkdir(parents=True)
    opened = OpenAssessment.at(path, form)
    older = folder / "older"
    opened.type("以前")
    assert opened.saver.flush()
    other.do("in place", path, older)
    opened.type("それから")
    assert opened.saver.flush()
    put = stranger(kind, folder, older, form)
    opened.type_on(rng, rng.choice((0.01, 0.3, 0.8)))
    if network and way == "in place":
        # Who overwrites a file between the moments in which SQLite keeps a page and writes it gets that page.
        assert opened.saver.flush()
    elif rng.random() < 0.5:
        time.sleep(rng.uniform(0, 0.5))  # long enough to be made whole, at the pace of this trial
    with APART:
        other.do(way, put, path)
    opened.type_on(rng, rng.choice((0.001, 0.3)))
    told = len(opened.states)
    opened.type("最後の一行")
    assert not opened.saver.flush(), "it says that all is on disk"
    assert isinstance(opened.saver.state.error, CabinetSwapped), opened.saver.state
    assert all(state.error or state.pending for state in opened.states[told:]), "saved, it said"
    assert path.read_bytes() == put.read_bytes(), "the other program's file was touched"
    assert [file.name for file in path.parent.iterdir()] == [path.name], "something was left beside it"
    rescued = opened.saver.rescue(folder / "elsewhere.pia", {opened.assessment_id: opened.work.snapshot()})
    assert rescued.whole == (way == "rename")
    opened.close_unsaved()
    assert path.read_bytes() == put.read_bytes(), "the other program's file was touched while closing"
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with Cabinet.open(rescued.path) as copy:
        (info,) = copy.list()
        assert in_order(copy.load(info.id).root) == in_order(opened.work.root), "something typed is missing"


def copy_once(opened: OpenAssessment, folder: Path, other: Other, rng: random.Random, wait: float) -> None:
    """One round: typing, then a plain copy of the one file a while after the last edit."""
    opened.type_on(rng, rng.uniform(0.01, 0.5))
    time.sleep(wait + rng.uniform(0, wait))
    copied = folder / "copied.pia"
    other.do("in place", opened.path, copied)
    wal = opened.path.with_name(opened.path.name + "-wal")
    assert not wal.exists() or wal.stat().st_size < 300_000
    with Cabinet.open(copied, read_only=True) as copy:
        found = copy.load(opened.assessment_id)
        exported = write_document(found, copy)
    snapshot = opened.work.snapshot()
    assert in_order(found.root) == in_order(snapshot.root), "the copy is not complete"
    assert exported == write_document(snapshot, opened.saver)


APART: Final = threading.Lock()
"""Who overwrites a file between the last question whose it is and the pages that SQLite then writes gets some
of these: what happens then is ``test_replacing``'s.  Rounds meet every other moment.
"""


@contextmanager
def pages_apart() -> Iterator[None]:
    """Let pages be brought in only while nobody overwrites the file."""
    bring_in = GuardedFile._write_pages

    def held(file: GuardedFile, writer: Channel) -> bool:
        with APART:
            return bring_in(file, writer)

    with patch.object(GuardedFile, "_write_pages", held):
        yield


@contextmanager
def paced(rest: float, look: float) -> Iterator[None]:
    """Let the file be made whole sooner than usual, so that many rounds take little time."""
    with patch("db.saver.REST", rest), patch("db.saver.LOOK", look), patch("db.saver.LONGEST_UNREST", 1.0):
        yield


def replace_rounds(count: int, folder: Path, form: Form, seed: int | None = None) -> None:
    """That many rounds of every kind of stranger in every way, WAL and rollback journal in turns."""
    rng = random.Random(seed)
    ways = itertools.product(STRANGERS, WAYS, (False, True))
    with other() as program, paced(0.1, 0.3), pages_apart():
        for number, (kind, way, network) in enumerate(itertools.islice(itertools.cycle(ways), count)):
            with patch("db.network_share.on_network", lambda _path, network=network: network):
                try:
                    replace_once(folder / str(number), form, program, kind, way, rng, network=network)
                except AssertionError as error:
                    raise AssertionError(
                        f"round {number}, {kind}, {way}, network {network}: {error}"
                    ) from error


def copy_rounds(count: int, folder: Path, form: Form, wait: float, seed: int | None = None) -> None:
    """That many copies of one cabinet in work."""
    rng = random.Random(seed)
    with other() as program:
        opened = OpenAssessment.at(folder / "台帳.pia", form)
        try:
            for _round in range(count):
                copy_once(opened, folder, program, rng, wait)
        finally:
            opened.close_unsaved()


def read_rounds(count: int, folder: Path, form: Form, seed: int | None = None) -> None:
    """That many rounds of typing into one cabinet that another program reads."""
    rng = random.Random(seed)
    opened = OpenAssessment.at(folder / "台帳.pia", form)
    try:
        with reader(opened.path):
            for number in range(count):
                opened.cabinet.new(form, opened.work.root)  # more pages than typing takes
                opened.type_on(rng, rng.uniform(0.01, 0.3))
                time.sleep(rng.uniform(0, 0.3))
                assert opened.saver.state.error is None, f"round {number}: {opened.saver.state.error}"
                assert len(opened.cabinet.list()) == number + 2
        with other() as program:
            copy_once(opened, folder, program, rng, 1.0)
    finally:
        opened.close_unsaved()


def main() -> None:
    """``python -m tests.db.replacing ROUNDS [SEED]``."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    print(f"{count} rounds, seed {seed}")
    form = find_form("yoshiki4")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PIA_DESKTOP_HOME"] = folder
        with paced(0.1, 0.3):
            copy_rounds(count, Path(folder), form, 0.5, seed)
        print(f"{count} copies: all complete")
        with paced(0.1, 0.3):
            (Path(folder) / "read").mkdir()
            read_rounds(count, Path(folder) / "read", form, seed)
        print(f"{count} rounds of typing while another program reads: nothing taken for a replacement")
        replace_rounds(count, Path(folder), form, seed)
        print(f"{count} replacements: all noticed, nothing touched, nothing lost")


if __name__ == "__main__":
    main()
