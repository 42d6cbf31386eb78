"""Pictures as PNG, in shades of grey. Pure Python."""

import struct
import zlib
from collections.abc import Iterable


def grey_png(width: int, height: int, rows: Iterable[bytes]) -> bytes:
    """Return a PNG. `rows`: `height` lines from the top, one byte a pixel, 0 black to 255 white."""
    packed = b"".join(b"\x00" + row[:width] for row in rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(packed, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
