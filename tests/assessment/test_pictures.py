"""Pictures from anywhere: a whole PNG or JPEG is described, everything else refused in words."""

import hashlib
import io
import zlib
from contextlib import suppress
from struct import pack
from warnings import catch_warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pia_desktop.assessment.pictures import MAX_BYTES, PictureDict, check_picture
from pia_desktop.assessment.png import SIGNATURE, is_sound, upright_size
from pia_desktop.errors import PictureRefused
from tests.strategies import LAW, bomb_png, jpeg, picture_store, png


def test_a_picture_is_described_as_a_viewer_shows_it() -> None:
    for data, media_type, size in (
        (png(6, 4), "image/png", (6, 4)),
        (jpeg(6, 4), "image/jpeg", (6, 4)),
        (jpeg(6, 4, orientation=3), "image/jpeg", (6, 4)),
        (jpeg(6, 4, orientation=6), "image/jpeg", (4, 6)),
        (jpeg(6, 4, orientation=8), "image/jpeg", (4, 6)),
    ):
        picture = check_picture(data, "図", "説明")
        assert (picture.media_type, picture.width, picture.height) == (media_type, *size)
        assert picture.caption == "説明"
        assert picture.digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"<svg/>",
        png(40, 40)[:-20],
        jpeg(40, 40)[:200],
        bomb_png(),
        bomb_png(2**31 - 1, 2**31 - 1),
        bomb_png(0, 5),
        png(2, 2) + b"\0" * MAX_BYTES,
    ],
)
def test_what_is_no_whole_picture_is_refused_with_its_name(data: bytes) -> None:
    with pytest.raises(PictureRefused) as caught:
        check_picture(data, "配置図.png")
    assert "配置図.png" in caught.value.message
    assert caught.value.remedy


def test_where_memory_is_short_a_picture_is_not_called_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_image: Image.Image) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", load)
    with pytest.raises(PictureRefused, match="メモリー"):
        check_picture(jpeg(40, 40), "配置図.jpg")


WHOLE = [*picture_store().values(), jpeg(30, 20, orientation=5)]


@LAW
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8))
def test_bytes_flipped_anywhere_are_taken_or_refused_but_never_break(
    data: bytes, flips: list[tuple[int, int]]
) -> None:
    changed = bytearray(data)
    for place, byte in flips:
        changed[place % len(changed)] = byte
    with suppress(PictureRefused):
        taken = check_picture(bytes(changed), "x")
        with catch_warnings(action="ignore"):  # what Pillow says of broken EXIF data
            image = Image.open(io.BytesIO(bytes(changed)))
            image.load()
            turned = image.getexif().get(0x0112, 1) in range(5, 9)
        assert (taken.width, taken.height) == (image.size[::-1] if turned else image.size)


PLAIN = png(40, 30)


def changed_png(kind: bytes, body: bytes, *, check: int | None = None, before: bytes = b"IDAT") -> bytes:
    """A plain PNG with one chunk more."""
    at = PLAIN.index(before) - 4
    sum_ = zlib.crc32(kind + body) if check is None else check
    return PLAIN[:at] + pack(">I", len(body)) + kind + body + pack(">I", sum_) + PLAIN[at:]


def test_a_plain_png_is_known_without_being_decoded() -> None:
    assert upright_size(PLAIN) == (40, 30)
    assert is_sound(PLAIN)
    assert upright_size(changed_png(b"pHYs", bytes(9))) == (40, 30)


@pytest.mark.parametrize(
    "data",
    [
        changed_png(b"eXIf", b"MM\0*"),
        changed_png(b"tEXt", b"Raw profile type exif\0"),
        changed_png(b"pHYs", bytes(3)),
        changed_png(b"IHDR", PLAIN[16:29]),
        PLAIN[:-12],
        jpeg(4, 4),
    ],
)
def test_what_may_turn_a_png_or_hide_in_it_takes_a_closer_look(data: bytes) -> None:
    assert upright_size(data) is None


@pytest.mark.parametrize(
    "data",
    [
        changed_png(b"pHYs", bytes(9), check=1),
        PLAIN.replace(PLAIN[41:60], bytes(19)),
        changed_png(b"IDAT", zlib.compress(b"\5" + bytes(120)), before=b"IDAT"),
        changed_png(b"IDAT", b"more", before=b"IEND"),
    ],
)
def test_a_png_that_only_decoding_could_vouch_for_is_not_called_sound(data: bytes) -> None:
    assert not is_sound(data)


def test_a_row_with_an_unknown_filter_is_not_sound() -> None:
    head = pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    for filters, sound in ((b"\0\4", True), (b"\0\5", False)):
        rows = zlib.compress(b"".join(bytes([one, 7, 7]) for one in filters))
        chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
        data = SIGNATURE + b"".join(
            pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
        )
        assert is_sound(data) is sound


def test_a_store_gives_what_it_holds() -> None:
    store = PictureDict({"a": b"x"})
    assert (store.picture("a"), store.picture("b")) == (b"x", None)
