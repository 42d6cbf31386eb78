"""What is true of long work, whoever asks. No Django."""

from enum import StrEnum


class State(StrEnum):
    """Where a piece of long work is."""

    WAITING = "waiting"  # asked for; no worker has begun
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"  # ended with a sentence that says why; nothing of it was kept


OVER = frozenset({State.FINISHED, State.FAILED})


def is_over(state: str) -> bool:
    """Whether nothing more will happen."""
    return State(state) in OVER


def percent(done: int, total: int | None) -> int | None:
    """Whole per cent, never above 100; None while the total is not known."""
    return None if not total else min(100, done * 100 // total)
