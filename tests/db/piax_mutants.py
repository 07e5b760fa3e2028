"""Files as an enemy or a bad stick makes them: ``python -m tests.db.piax_mutants 20000`` tries many.

Half are bytes changed anywhere; the others have right digests all through, and something odd inside.
"""

from __future__ import annotations

import copy
import hashlib
import io
import json
import lzma
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from db.cabinet import Cabinet
from db.piax import parcel_of
from db.version_blob import expanded
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.errors import UserError
from tests.db.carrying import edit, everything, home, root

SLOW: Final = 5.0
_ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    0,
    2**70,
    1.5,
    float("nan"),
    "",
    "\ud800",
    "\x00",
    "../../etc/passwd",
    "<b>&",
    "=1+1",
    "長" * 200_000,
    [],
    {},
    [[]],
    [1, 2, 3],
    {"a": {}},
    ["x"] * 3_000,
    "f",
    "a1",
    "draft",
)


_NAMES: Final = ("../../x", "/tmp/x", "C:\\x", "pictures/../x", "contents/x", "versions/99", "ＣＯＮ")


def in_bytes(data: bytes, rng: random.Random) -> bytes:
    """The file with some bytes changed, lost, doubled or put elsewhere."""
    found = bytearray(data)
    if not found:
        return data
    for _number in range(rng.choice([1, 1, 2, 8])):
        at = rng.randrange(len(found))
        end = min(at + rng.choice([1, 4, 100, 5_000]), len(found))
        match rng.randrange(5):
            case 0:
                found[at] ^= 1 << rng.randrange(8)
            case 1:
                del found[at:end]
            case 2:
                found[at:at] = found[at:end]
            case 3:
                found[at:end] = rng.randbytes(end - at)
            case 4:
                del found[at:]
        if not found:
            return b""
    return bytes(found)


def _places(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    if path:
        yield path
    if isinstance(raw, dict):
        for key in raw:
            yield from _places(raw[key], (*path, key))
    elif isinstance(raw, list):
        for number, inner in enumerate(raw):
            yield from _places(inner, (*path, number))


def odd(raw: Any, rng: random.Random) -> Any:  # noqa: ANN401
    """JSON with something odd at some of its places."""
    found = copy.deepcopy(raw)
    for _number in range(rng.choice([1, 1, 1, 3])):
        places = list(_places(found))
        if not places:
            break
        path = rng.choice(places)
        owner = found
        for step in path[:-1]:
            owner = owner[step]
        last = path[-1]
        match rng.randrange(6):
            case 0:
                del owner[last]
            case 1 if isinstance(owner, dict):
                owner[rng.choice(["x", "", "\ud800", "a1"])] = owner.pop(last)
            case 2 if isinstance(owner, list):
                owner.insert(last, copy.deepcopy(owner[last]))
            case 3:
                owner[last] = copy.deepcopy(rng.choice([found, owner]))
            case _:
                owner[last] = copy.deepcopy(rng.choice(_ODD))
    return found


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_digests(parts: dict[str, bytes], manifest: Any, packing: int = zipfile.ZIP_STORED) -> bytes:  # noqa: ANN401
    """A file of these parts, with all digests right."""
    if isinstance(manifest, dict) and isinstance(manifest.get("parts"), dict):
        manifest = {
            **manifest,
            "parts": {name: [len(data), hashlib.sha256(data).hexdigest()] for name, data in parts.items()},
        }
    head = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in {"piax.json": head, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, packing)
        archive.comment = hashlib.sha256(head).hexdigest().encode()
    return buffer.getvalue()


def inside(data: bytes, rng: random.Random) -> bytes:
    """The file with something odd in its contents, its manifest, its pictures or its parts' names."""
    parts = parts_of(data)
    manifest = json.loads(parts.pop("piax.json"))
    packing = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    match rng.randrange(8):
        case 0 | 1 | 2 | 3:
            # Escaped, so that halves of characters get as far as the reader.
            text = json.dumps(odd(expanded(parts["contents"]), rng)).encode()
            parts["contents"] = lzma.compress(text, lzma.FORMAT_XZ, lzma.CHECK_NONE, 1)
        case 4 | 5:
            manifest = odd(manifest, rng)
        case 6:
            name = rng.choice([name for name in parts if name != "contents"])
            parts[name] = in_bytes(parts[name], rng)
        case 7:
            name = rng.choice(list(parts))
            new = rng.choice(
                ["../../x", "/tmp/x", "C:\\x", "pictures/../x", "contents/x", "versions/99", "ＣＯＮ"]
            )
            parts[new] = parts.pop(name)
    return with_digests(parts, manifest, packing)


def zipped_anew(data: bytes) -> bytes:
    """The file as a mail gateway sends it on."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in sorted(parts_of(data).items()):
            archive.writestr(name, part)
    return buffer.getvalue()


class Target:
    """A cabinet that the mutants are brought into, and the file that they are made of."""

    def __init__(self, folder: Path) -> None:
        self.office = home(folder / "home.pia")
        away = Cabinet.create(folder / "away.pia")
        path = folder / "x.piax"
        self.office.pack(1, path)
        away.receive(parcel_of(path.read_bytes(), path.name))
        edit(away, 1, SetAnswer(("I.1.2",), "支所が書いた。"))
        edit(self.office, 1, SetAnswer(("I.3",), "本庁が書いた。"))
        away.pack(1, path)
        away.close()
        self.data = path.read_bytes()
        self.anew = zipped_anew(self.data)
        self.before = everything(self.office, 1)
        assert root().answers

    def try_one(self, data: bytes) -> str:
        """Bring one in every way; what became of it.  Raises where it does what no file may do."""
        start = time.monotonic()
        try:
            parcel = parcel_of(data, "x.piax")
        except UserError:
            assert time.monotonic() - start < SLOW
            return "refused"
        result = "read"
        ways: list[Callable[[], object]] = [lambda: self.office.receive(parcel)]
        if self.office.home_of(parcel) == 1:
            ways.append(lambda: self.office.bring_back(parcel, 1))
        for way in ways:
            try:
                way()
                result = "stored"
            except UserError:
                continue
            finally:
                assert time.monotonic() - start < 2 * SLOW
        self._restore()
        return result

    def _restore(self) -> None:
        """All that was stored can be read, and what was brought back can be taken out."""
        for info in self.office.list():
            everything(self.office, info.id)
        if any(one.way == "merged" for one in self.office.handovers(1)):
            self.office.take_back_return(1)
        others = [info.id for info in self.office.list() if info.id != 1]
        if others:
            self.office.purge(others)

    def close(self) -> None:
        """Let go of the cabinet."""
        self.office.close()


def tried(target: Target, count: int, rng: random.Random) -> dict[str, int]:
    """Try so many mutants; how many became what."""
    found: dict[str, int] = {}
    for number in range(count):
        whole = rng.choice([target.data, target.anew])
        data = (in_bytes if number % 2 else inside)(whole, rng)
        result = target.try_one(data)
        found[result] = found.get(result, 0) + 1
    return found


def main() -> None:
    """Try as many as the command says, from a seed that is told."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    print("seed", seed)
    with tempfile.TemporaryDirectory() as folder:
        target = Target(Path(folder))
        print(tried(target, count, random.Random(seed)))
        target.close()


if __name__ == "__main__":
    main()
