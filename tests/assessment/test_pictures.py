"""Pictures from anywhere: a whole PNG or JPEG is described, everything else refused in words."""

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.pictures import MAX_BYTES, PictureDict, check_picture
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
        assert check_picture(bytes(changed), "x").width > 0


def test_a_store_gives_what_it_holds() -> None:
    store = PictureDict({"a": b"x"})
    assert (store.picture("a"), store.picture("b")) == (b"x", None)
