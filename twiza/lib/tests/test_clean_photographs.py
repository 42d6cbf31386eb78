"""Pictures lose what a telephone hides in them, and keep every pixel and which way up they are."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.photographs import JPEG, PNG, NotAPicture, cleaned

SCAN = b"\x12\x34\xff\x00\x56\xff\xd0\x78"


def part(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(up: int, order: str = "<") -> bytes:
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 8)
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, up, 0)
    place = struct.pack(order + "HHII", 0x8825, 4, 1, 60)
    return b"Exif\x00\x00" + head + struct.pack(order + "H", 2) + entry + place + b"GPS 34.03N 5.00W"


def jpeg_with_place(up: int = 6, order: str = "<", width: int = 40) -> bytes:
    """A JPEG as a telephone makes it: place and device hidden in it, another picture behind it."""
    frame = part(0xC0, b"\x08" + struct.pack(">HH", 30, width) + b"\x01\x01\x11\x00")
    return (
        b"\xff\xd8"
        + part(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")
        + part(0xE1, exif(up, order))
        + part(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:GPS>34.03</x:GPS>")
        + part(0xFE, b"GPS comment")
        + part(0xDB, b"\x00" + bytes(64))
        + frame
        + part(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + SCAN
        + b"\xff\xd9"
        + b"GPS of the maker, behind the picture"
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with_words() -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0))
        + chunk(b"eXIf", b"GPS")
        + chunk(b"tEXt", b"Comment\x00GPS")
        + chunk(b"IDAT", zlib.compress(bytes(6)))
        + chunk(b"IEND", b"")
        + b"GPS"
    )


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("up", range(1, 9))
def test_a_jpeg_keeps_its_drawing_and_which_way_up(up: int, order: str) -> None:
    clean, kind = cleaned(jpeg_with_place(up, order))
    assert kind == JPEG and b"GPS" not in clean and b"JFIF" not in clean
    assert SCAN in clean and clean.endswith(b"\xff\xd9")
    assert (b"Exif" in clean) == (up != 1)
    assert cleaned(clean) == (clean, JPEG)
    if up != 1:
        assert struct.pack(">HHIH", 0x0112, 3, 1, up) in clean


def test_a_progressive_jpeg_keeps_all_its_drawings() -> None:
    first, _end = jpeg_with_place().split(SCAN)
    whole = (
        first
        + SCAN
        + part(0xC4, b"\x00" + bytes(16))
        + part(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + SCAN
        + b"\xff\xd9"
    )
    clean, _kind = cleaned(whole)
    assert clean.count(SCAN) == 2 and b"GPS" not in clean


def test_words_between_two_drawings_are_refused() -> None:
    first, _end = jpeg_with_place().split(SCAN)
    with pytest.raises(NotAPicture):
        cleaned(first + SCAN + part(0xFE, b"GPS") + SCAN + b"\xff\xd9")


def test_a_png_keeps_what_is_drawn() -> None:
    clean, kind = cleaned(png_with_words())
    assert kind == PNG and b"GPS" not in clean and b"IDAT" in clean
    assert cleaned(clean) == (clean, PNG)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        jpeg_with_place()[:80],
        jpeg_with_place(width=0),
        jpeg_with_place().split(SCAN)[0] + SCAN,
        b"\xff\xd8" + part(0xDA, b"") + b"\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b""),
        png_with_words()[:60],
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        cleaned(content)


@given(st.binary(max_size=300), st.integers(0, 200), st.sampled_from([jpeg_with_place(), png_with_words()]))
def test_it_never_breaks_on_what_is_sent(noise: bytes, place: int, picture: bytes) -> None:
    try:
        clean, _kind = cleaned(picture[:place] + noise + picture[place:])
    except NotAPicture:
        return
    assert cleaned(clean)[0] == clean
