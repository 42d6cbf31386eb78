"""Pictures as people send them, without what a telephone hides in them: place, time, device. Pure Python.

A JPEG or PNG is copied part by part; only what is needed to draw it is kept, its pixels byte for byte. Of the hidden
part of a JPEG one number is kept: which way up it is. Nothing is drawn, so no picture can attack a decoder here.
"""

import struct

from twiza.lib.errors import N_, DomainError

JPEG, PNG = "image/jpeg", "image/png"
MOST_PIXELS = 80_000_000  # what the browser of an old telephone still shows
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM"}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers that say how large a JPEG is
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_ORIENTATION = 0x0112


class NotAPicture(DomainError):
    """Neither a JPEG nor a PNG that can be copied whole."""

    code = "lib.not_a_picture"


def cleaned(content: bytes) -> tuple[bytes, str]:
    """Return (the same picture without hidden words, its media type).

    Raises:
        NotAPicture: with what would work.
    """
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content), JPEG
        if content.startswith(_SIGNATURE):
            return _png(content), PNG
    except (IndexError, struct.error) as error:
        raise _refusal() from error
    raise _refusal()


def _refusal() -> NotAPicture:
    return NotAPicture(N_("This is not a picture we can show. Take it again, as JPEG or PNG."))


def _jpeg(content: bytes) -> bytes:
    parts, place, up, drawn = [b"\xff\xd8"], 2, 1, False
    while True:
        if content[place] != 0xFF:
            raise _refusal()
        marker = content[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if marker in _ALONE:
            place += 2
            continue
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(content):
            raise _refusal()
        part = content[place:end]
        if marker == 0xE1:
            up = _which_way_up(part[4:]) or up
        elif marker == 0xDA:
            if not drawn:
                raise _refusal()
            # the drawing: copied up to the end of the picture; what a telephone hangs behind it is left
            stop = _end_of_drawing(content, end)
            return parts[0] + _said(up) + b"".join(parts[1:]) + content[place:stop] + b"\xff\xd9"
        elif marker in _FRAMES:
            _check_size(*struct.unpack_from(">HH", part, 5))
            drawn = True
            parts.append(part)
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker == 0xEE and part[4:9] == b"Adobe":
            parts.append(part)  # tables of the drawing, and how its colours are meant
        place = end


def _end_of_drawing(content: bytes, start: int) -> int:
    """Return where the end marker of the picture stands: progressive ones have tables and drawings in turns."""
    place = start
    while place < len(content) - 1:
        place = content.find(b"\xff", place)
        if place < 0:
            break
        marker = content[place + 1]
        if marker == 0xD9:
            return place
        if marker in (0x00, 0xFF) or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:  # words between two drawings: none writes this
            raise _refusal()
        (length,) = struct.unpack_from(">H", content, place + 2)
        place += 2 + length
    raise _refusal()


def _which_way_up(exif: bytes) -> int:
    """Return the orientation (1 to 8) that the hidden part of a JPEG says; 0 when it says none."""
    if not exif.startswith(b"Exif\x00\x00"):
        return 0
    data = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, start)
        for n in range(min(count, 200)):
            tag, _kind, _many, value = struct.unpack_from(order + "HHIH", data, start + 2 + 12 * n)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _said(up: int) -> bytes:
    """Return a hidden part that says which way up a JPEG is, and nothing else; nothing when it stands already."""
    if up == 1:
        return b""
    data = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, up, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(data) + 8) + b"Exif\x00\x00" + data


def _png(content: bytes) -> bytes:
    parts, place = [_SIGNATURE], len(_SIGNATURE)
    while True:
        (length,) = struct.unpack_from(">I", content, place)
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content):
            raise _refusal()
        if kind == b"IHDR":
            _check_size(*struct.unpack_from(">II", content, place + 8))
        elif len(parts) == 1:
            raise _refusal()
        if kind in _PNG_KEPT:
            parts.append(content[place:end])
        if kind == b"IEND":
            return b"".join(parts)
        place = end


def _check_size(one: int, other: int) -> None:
    if not one or not other or one * other > MOST_PIXELS:
        raise _refusal()
