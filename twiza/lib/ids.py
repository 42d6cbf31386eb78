"""Ids: random, and, where nothing is told by it, in order of birth so that indexes stay small. Pure Python."""

import os
import time
from uuid import UUID, uuid4


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562): 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return UUID(int=value)


def random_id() -> UUID:
    """Return a UUID that tells nothing, not even when it was made: for what must not be joined by its moment."""
    return uuid4()
