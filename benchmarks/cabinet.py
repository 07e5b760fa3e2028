"""What a large cabinet costs: opening it, finding words in it, and the file's growth for each closed version.

``python -m benchmarks.cabinet``
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.samples import Row, larger_document, show
from db.cabinet import Cabinet
from db.search import SearchIndex
from pia_desktop.assessment.node import Node, with_new_keys
from pia_desktop.exchange.interchange import ImportedAssessment, write_document
from pia_desktop.forms.values import Value

MANY = 1_000
ROUNDS = 15
VERSIONS = 20
WORDS = ("情報提", "委託先", "再委託", "特定個", "職員が")


def varied(node: Node, mark: str) -> Node:
    """The same assessment in other words, so that the index has something to keep apart."""

    def words(value: Value) -> Value:
        half = len(value) // 2 if isinstance(value, str) else 0
        return f"{value[:half]}{mark}{value[half:]}" if isinstance(value, str) and half > 20 else value

    lists = {
        list_id: {key: varied(entry, mark) for key, entry in entries.items()}
        for list_id, entries in node.lists.items()
    }
    return Node({item_id: words(value) for item_id, value in node.answers.items()}, lists)


def made(path: Path, document: ImportedAssessment, count: int) -> Path:
    """A cabinet of so many assessments of the larger sample's size."""
    with Cabinet.create(path) as cabinet:
        for n in range(count):
            root = varied(with_new_keys(document.root), f"（部署{n}）")
            cabinet.new(document.form, root, None if n else document.pictures)
    return path


def opened(path: Path) -> None:
    """Open a cabinet for writing and close it again."""
    Cabinet.open(path).close()


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of several rounds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000


def rows() -> list[Row]:
    """All figures; several minutes' work."""
    with tempfile.TemporaryDirectory() as folder:
        home = os.environ.get("PIA_DESKTOP_HOME")
        os.environ["PIA_DESKTOP_HOME"] = folder
        try:
            return _rows(Path(folder))
        finally:
            os.environ.pop("PIA_DESKTOP_HOME")
            if home is not None:
                os.environ["PIA_DESKTOP_HOME"] = home


def _rows(folder: Path) -> list[Row]:
    document = larger_document()
    one = made(folder / "one.pia", document, 1)
    many = made(folder / "many.pia", document, MANY)
    small, large = milliseconds(lambda: opened(one)), milliseconds(lambda: opened(many))
    size = many.stat().st_size / 1e6
    found = [
        (
            f"opening a cabinet of {MANY:,} assessments ({size:,.0f} MB), against one",
            f"{large:.1f} ms, {large / small:.2f} times",
            "1.5 times",
        )
    ]
    return [*found, *_searched(many), _growth(one)]


def _searched(many: Path) -> list[Row]:
    with Cabinet.open(many, read_only=True) as cabinet, SearchIndex.open(cabinet) as index:
        listed = milliseconds(cabinet.list)
        start, spent = perf_counter(), process_time()
        index.sync()
        first, own = perf_counter() - start, process_time() - spent
        size = sum(file.stat().st_size for file in index.path.parent.iterdir()) / 1e6
        again = milliseconds(index.sync)
        slowest = max(milliseconds(lambda words=words: index.search(words)) for words in WORDS)  # type: ignore[misc]
        short = max(milliseconds(lambda words=words: index.search(words), 3) for words in ("番号", "個"))  # type: ignore[misc]
    return [
        (f"listing {MANY:,} assessments", f"{listed:.1f} ms", ""),
        (f"finding 3 characters in {MANY:,} assessments", f"{slowest:.1f} ms", "50 ms"),
        (f"finding 1 or 2 characters in {MANY:,} assessments", f"{short:.1f} ms", ""),
        (
            f"indexing {MANY:,} assessments for the first time",
            f"{first:.0f} s, {own:.0f} s of the processor in the program itself, {size:,.0f} MB",
            "15 s",
        ),
        ("looking whether one has changed", f"{again:.1f} ms", ""),
    ]


def _growth(path: Path) -> Row:
    before = path.stat().st_size
    with Cabinet.open(path) as cabinet:
        for n in range(VERSIONS):
            cabinet.close_version(1, f"第{n + 1}版", "2025-04-01")
        export = len(write_document(cabinet.load(1), cabinet).encode("utf-8"))
    share = (path.stat().st_size - before) / VERSIONS / export
    return (
        "the file's growth for each closed version, against the assessment's export",
        f"{share:.1%}",
        "15 %",
    )


if __name__ == "__main__":
    show(rows())
