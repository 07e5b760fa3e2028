"""Files added to the distribution folder: licences, digests, first steps.

Used by ``build.spec`` only; not part of the packaged program.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path
from shutil import copyfile
from typing import Final

from pia_desktop.paths import PORTABLE_FOLDER, PORTABLE_MARKS, resource_root

DIGESTS: Final = "SHA256SUMS.txt"
LICENCES: Final = "licences"
FIRST_WORDS: Final = "はじめにお読みください.txt"

_LICENCE_WORDS: Final = ("licen", "copying", "notice", "copyright")
_OURS: Final = "pia-desktop"
_NO_FILE_OF_THEIR_OWN: Final = frozenset({"pyside6-essentials", "shiboken6"})
"""Their wheels bring no text: LGPL-3.0.txt and README.txt beside them speak of these."""

_BOOTLOADER: Final = "pyinstaller"
"""Both programs begin with a part of it, though none of its modules is shipped."""

_OTHERS_LIBRARIES: Final = {
    ("python3", "libpython3"): "Python.txt",
    ("sqlite3", "libsqlite3"): "SQLite.txt",
    ("libffi",): "libffi.txt",
    ("zlib", "libz.", "libz-"): "zlib.txt",
    ("bzip2", "libbz2"): "bzip2.txt",
    ("liblzma",): "XZ.txt",
    ("libexpat",): "expat.txt",
    ("libmpdec",): "libmpdec.txt",
    ("icu", "libicu"): "ICU.txt",
    ("vcruntime", "msvcp", "concrt", "ucrtbase", "api-ms-win-"): "Microsoft-runtime.txt",
}
"""Libraries that no package brings, by the beginnings of their names, and the texts of their terms."""

_PACKAGES: Final = frozenset({"site-packages", "dist-packages"})
_SYSTEM: Final = "system"
_COMMON_TERMS: Final = re.compile(r"(/usr/share/common-licenses)/([A-Z][\w.+-]*\w)")


class NoLicence(Exception):
    """A shipped component without licence text; the folder must not be distributed."""


def write_papers(folder: Path, modules: Iterable[str], libraries: Iterable[Path], version: str) -> None:
    """Write all of these files into a built folder.

    ``modules``: names of all packaged modules; ``libraries``: original paths of its shared libraries.  Raises
    NoLicence if a component has no licence text.
    """
    _write_licences(folder / LICENCES, modules)
    _write_terms_of_libraries(folder / LICENCES, libraries)
    words = (resource_root() / "distribution" / FIRST_WORDS).read_text(encoding="utf-8")
    words = words.format(version=version, mark=PORTABLE_MARKS[0], folder=PORTABLE_FOLDER, digests=DIGESTS)
    # Notepad on older Windows needs a BOM to recognize UTF-8, and CRLF line ends.
    (folder / FIRST_WORDS).write_text(words, encoding="utf-8-sig", newline="\r\n")
    (folder / DIGESTS).write_text(digests(folder), encoding="utf-8", newline="\n")


def shipped_parts(modules: Iterable[str]) -> list[Distribution]:
    """The third-party distributions that these modules belong to, by name."""
    owners = packages_distributions()
    names = {name for module in modules for name in owners.get(module.partition(".")[0], ())} - {_OURS}
    return [distribution(name) for name in sorted(names, key=str.lower)]


def _write_licences(folder: Path, modules: Iterable[str]) -> None:
    (folder / _OURS).mkdir(parents=True, exist_ok=True)
    copyfile(resource_root().parent / "LICENSE", folder / _OURS / "LICENSE")
    for text in sorted((resource_root() / "licences").iterdir()):
        copyfile(text, folder / text.name)
    for part in (*shipped_parts(modules), distribution(_BOOTLOADER)):
        name = part.metadata["Name"]
        texts = licence_files(part)
        if not texts and name.lower().replace("_", "-") not in _NO_FILE_OF_THEIR_OWN:
            raise NoLicence(f"{name} {part.version} has no licence file")
        for name_of_text, text in texts.items():
            target = folder / f"{name}-{part.version}" / name_of_text
            target.parent.mkdir(parents=True, exist_ok=True)
            copyfile(text, target)


def _write_terms_of_libraries(folder: Path, libraries: Iterable[Path]) -> None:
    for library in sorted(libraries):
        known = known_terms(library.name)
        if known is not None:
            if not (folder / known).is_file():
                raise NoLicence(f"{library.name}: there is no {known}")
        elif not _PACKAGES & set(library.parts):  # a distribution covers what it bundles
            package, text = system_terms(library)
            target = folder / _SYSTEM / f"{package}.txt"
            target.parent.mkdir(exist_ok=True)
            copyfile(text, target)
            _write_common_terms(target)


def _write_common_terms(terms: Path) -> None:
    """Put beside a Debian package's terms the texts that they only name by where every Debian has them."""
    named = _COMMON_TERMS.findall(terms.read_text(encoding="utf-8", errors="replace"))
    for folder, name in sorted(set(named)):
        text = Path(folder) / name
        if not text.is_file():
            raise NoLicence(f"{terms.name} names {text}, which is not there")
        target = terms.parent / text.parent.name / name
        target.parent.mkdir(exist_ok=True)
        copyfile(text, target)


def known_terms(name: str) -> str | None:
    """The licence text of a library that is stored in this repository; None if there is none."""
    return next((text for names, text in _OTHERS_LIBRARIES.items() if name.lower().startswith(names)), None)


def system_terms(library: Path) -> tuple[str, Path]:
    """The Debian package that a library belongs to, and its licence.  Raises NoLicence."""
    names = [library, library.resolve()]
    names += [Path(str(name).removeprefix("/usr")) for name in names]  # the path before the /usr merge
    for name in names if sys.platform == "linux" else ():
        words = ["dpkg-query", "--search", str(name)]
        try:
            found = subprocess.run(words, capture_output=True, text=True, check=False).stdout
        except FileNotFoundError:
            break
        package = found.partition(":")[0]
        text = Path("/usr/share/doc") / package / "copyright"
        if package and text.is_file():
            return package, text
    raise NoLicence(f"{library} has no known terms")


def licence_files(part: Distribution) -> dict[str, Path]:
    """The licence files of a distribution, by path relative to their folder."""
    found = {}
    for file in part.files or ():
        _package, dist_info, inner = file.as_posix().partition(".dist-info/")
        if dist_info and any(word in inner.lower() for word in _LICENCE_WORDS):
            found[inner.removeprefix("licenses/")] = Path(str(part.locate_file(file)))
    return {name: path for name, path in sorted(found.items()) if path.is_file()}


def digests(folder: Path) -> str:
    """One line per file of a folder, in the format of ``sha256sum --check``: digest, two spaces, path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != DIGESTS)
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    )
    return "".join(lines)
