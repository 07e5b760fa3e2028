"""The file that carries an assessment to another cabinet and back: ``.piax``.

An uncompressed zip archive of compressed parts: ``piax.json`` identifies it and lists every other part with
its size and SHA-256; ``contents`` is a bundle (``db.bundle``), ``versions/N`` and ``pictures/DIGEST`` are the
bytes of closed versions and pictures.  The archive comment holds the digest of ``piax.json``.

Mail gateways and virus scanners zip such a file anew, so how its parts are packed and in what order is their
affair; any deviation in the parts themselves is rejected, and nothing is unpacked to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, NoReturn

from db.bundle import Bundle, pack_bundle, short_line, unpack_bundle
from db.codec import CodecFault, require_few_parts
from db.contents import ContentsFault, shown_pictures
from db.records import SCOPES, STATES, iso_day
from pia_desktop.assessment.pictures import PictureDict, PictureSource, check_picture
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import ImportRefused, PictureRefused, UserError
from pia_desktop.i18n import _
from pia_desktop.reasons import reading_words

SUFFIX: Final = ".piax"
EDITION: Final = 1
"""Of the file format; a higher one is from a newer release."""

MAX_BYTES: Final = 300_000_000
_MAX_MANIFEST: Final = 4_000_000
MAX_LINEAGE: Final = 2_000
_MOST_PARTS: Final = 10_000
_MOST_RATIO: Final = 20
"""Of a file zipped anew to its parts, which are compressed already."""
_PACKING: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MANIFEST: Final = "piax.json"
_CONTENTS: Final = "contents"
_STATE: Final = re.compile("[0-9a-f]{32}")
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_KEYS: Final = {"piax", "lineage", "at", "person", "scope", "notes_only", "parts", "versions"}
_BROKEN: Final = (
    zipfile.BadZipFile,
    struct.error,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """A closed version with all columns of its row, and the digests of the pictures it shows."""

    name: str
    closed_on: str
    closed_at: str
    state: str
    form: str
    edition: str
    title: str
    digest: str
    contents: bytes
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """The contents of a ``.piax`` file.

    ``lineage`` names the states that led to this one, oldest first, itself last.  ``person`` has it; ``at``
    is the UTC time of packing.  ``scope`` is what the recipient may change; ``notes_only``: the sender may
    only have added notes and remarks.
    """

    lineage: tuple[str, ...]
    at: str
    person: str
    scope: str
    notes_only: bool
    bundle: Bundle
    versions: tuple[PackedVersion, ...]
    pictures: PictureDict
    name: str = ""

    @property
    def state(self) -> str:
        """The name of the state it carries."""
        return self.lineage[-1]


def pictures_for(bundle: Bundle, versions: Collection[PackedVersion], source: PictureSource) -> PictureDict:
    """The pictures that contents and versions show, as far as the source has them."""
    shown = dict.fromkeys(shown_pictures(bundle.snapshot.root))
    shown |= dict.fromkeys(digest for one in versions for digest in one.pictures)
    found = ((digest, source.picture(digest)) for digest in shown)
    return PictureDict({digest: data for digest, data in found if data is not None})


def write_parcel(parcel: Parcel, contents: bytes | None = None) -> bytes:
    """The file's bytes; equal parcels give equal bytes.  ``contents`` is the bundle, if already packed."""
    parts = {_CONTENTS: contents or pack_bundle(parcel.bundle)}
    parts |= {f"versions/{number}": one.contents for number, one in enumerate(parcel.versions, 1)}
    parts |= {f"pictures/{digest}": data for digest, data in sorted(parcel.pictures.items())}
    manifest = {
        "piax": EDITION,
        "lineage": parcel.lineage,
        "at": parcel.at,
        "person": parcel.person,
        "scope": parcel.scope,
        "notes_only": parcel.notes_only,
        "parts": {name: [len(data), hashlib.sha256(data).hexdigest()] for name, data in parts.items()},
        "versions": [
            [
                one.name,
                one.closed_on,
                one.closed_at,
                one.state,
                one.form,
                one.edition,
                one.title,
                one.digest,
                one.pictures,
            ]
            for one in parcel.versions
        ],
    }
    head = json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {_MANIFEST: head, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data)
        archive.comment = hashlib.sha256(head).hexdigest().encode("ascii")
    return buffer.getvalue()


def read_parcel(path: Path) -> Parcel:
    """Read a file.  Raises ImportRefused with the file's name and advice."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ImportRefused(
                _("{file} is larger than {limit} MB, which no assessment carried out is.").format(
                    file=path.name, limit=MAX_BYTES // 1_000_000
                ),
                _("Choose a file that was written by “Carry Out”."),
            )
        data = path.read_bytes()
    except OSError as error:
        raise ImportRefused(
            _("The file {file} cannot be read: {why}.").format(file=path, why=reading_words(error)),
            _("Check its name and place; connect the USB stick or network drive it lies on."),
        ) from error
    return parcel_of(data, path.name)


def parcel_of(data: bytes, name: str) -> Parcel:
    """Parse the bytes of a file called ``name``.  Raises ImportRefused."""
    try:
        parts = _parts(data)
        return _parcel(parts, name)
    except ImportRefused:
        raise
    except PictureRefused as error:
        _refuse(name, error)
    except UserError as error:  # an unknown form
        raise ImportRefused(f"{name}: {error.message}", error.remedy) from error
    except (ContentsFault, *_BROKEN) as error:
        _refuse(name, error)


def _refuse(name: str, cause: Exception) -> NoReturn:
    raise ImportRefused(
        _("{file} is broken, or no file that an assessment was carried out in.").format(file=name),
        _("Copy it once more from where it was written; nothing was changed here."),
    ) from cause


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts by name, within limits, the manifest verified against its digest."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = [one for one in archive.infolist() if not one.filename.endswith(("/", "\\"))]
        _require_bounds(found, len(data))
        parts = {one.filename.replace("\\", "/"): _read(archive, one) for one in found}
        if len(parts) != len(found):
            raise CodecFault("a part that is there twice")
        # Whoever zips the file anew drops the comment or writes another; the manifest then has its CRC alone.
        seal = archive.comment.decode("ascii", "replace")
        if _DIGEST.fullmatch(seal) and hashlib.sha256(parts[_MANIFEST]).hexdigest() != seal:
            raise CodecFault("another manifest")
        return parts


def _require_bounds(found: list[zipfile.ZipInfo], size: int) -> None:
    """Reject archives that lie about their parts, or expand to more than any assessment."""
    if len(found) > _MOST_PARTS or any(
        one.flag_bits & 1 or one.compress_type not in _PACKING for one in found
    ):
        raise CodecFault("parts that no archive program makes of ours")
    if sum(one.compress_size for one in found) > size:
        raise CodecFault("parts that lie over each other")
    if sum(one.file_size for one in found) > min(MAX_BYTES, _MAX_MANIFEST + _MOST_RATIO * size):
        raise CodecFault("parts that expand to too much")
    if any(one.file_size > _MAX_MANIFEST for one in found if one.filename == _MANIFEST):
        raise CodecFault("a manifest that is too large")


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, never more than its declared size, which ``ZipFile.read`` does not heed."""
    with archive.open(part) as opened:
        return opened.read(part.file_size)


def _parcel(parts: Mapping[str, bytes], name: str) -> Parcel:
    require_few_parts(parts[_MANIFEST])
    raw = json.loads(parts[_MANIFEST].decode("utf-8"))
    if not isinstance(raw, dict) or type(raw.get("piax")) is not int:
        raise CodecFault("no manifest")
    if raw["piax"] > EDITION:
        raise ImportRefused(
            _("{file} was written by a later version of this program.").format(file=name),
            _("Update the program here, or have it written by this version."),
        )
    listed = raw.get("parts")
    if raw.keys() != _KEYS or raw["piax"] < 1 or not isinstance(listed, dict):
        raise CodecFault("other keys")
    own = {part: data for part, data in parts.items() if part != _MANIFEST}
    if listed != {part: [len(data), hashlib.sha256(data).hexdigest()] for part, data in own.items()}:
        raise CodecFault("other parts than named")
    if raw["scope"] not in SCOPES or type(raw["notes_only"]) is not bool:
        raise CodecFault("no scope")
    pictures = PictureDict()
    for part, data in own.items():
        folder, _slash, digest = part.partition("/")
        if folder == "pictures":
            if check_picture(data, name).digest != digest:
                raise CodecFault("another picture")
            pictures[digest] = data
    versions = _versions(raw["versions"], own)
    if len(own) != 1 + len(versions) + len(pictures):
        raise CodecFault("parts that are not known")
    bundle = unpack_bundle(own[_CONTENTS])
    times = short_line(_text(raw["at"])), short_line(_text(raw["person"]))
    return Parcel(
        _lineage(raw["lineage"]), *times, raw["scope"], raw["notes_only"], bundle, versions, pictures, name
    )


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise CodecFault("no text")
    raw.encode("utf-8")
    return raw


def _lineage(raw: object) -> tuple[str, ...]:
    states = [_text(one) for one in raw] if isinstance(raw, list) else []
    if not 0 < len(states) <= MAX_LINEAGE or len(set(states)) != len(states):
        raise CodecFault("no lineage")
    if not all(map(_STATE.fullmatch, states)):
        raise CodecFault("no state")
    return tuple(states)


def _versions(raw: object, parts: Mapping[str, bytes]) -> tuple[PackedVersion, ...]:
    found = []
    for number, one in enumerate(raw if isinstance(raw, list) else [None], 1):
        match one:
            case [*words, list(pictures)] if len(words) == 8:
                name, closed_on, closed_at, state, form, edition, title, digest = (
                    short_line(_text(word)) for word in words
                )
                contents = parts[f"versions/{number}"]
                if not (
                    state in STATES
                    and iso_day(closed_on)
                    and hashlib.sha256(contents).hexdigest() == digest
                    and all(isinstance(shown, str) and _DIGEST.fullmatch(shown) for shown in pictures)
                ):
                    raise CodecFault("no version")
                found.append(
                    PackedVersion(
                        name,
                        closed_on,
                        closed_at,
                        state,
                        form,
                        edition,
                        title,
                        digest,
                        contents,
                        tuple(dict.fromkeys(pictures)),
                    )
                )
            case _:
                raise CodecFault("no version")
    return tuple(found)
