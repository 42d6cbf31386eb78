"""What the money became, in counts that tell of nobody. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One count, such as baskets handed out. `value` None: fewer than the smallest figure that is shown."""

    label: str
    value: int | None


def shown_outcomes(counts: Sequence[tuple[str, int]], *, least: int) -> list[Outcome]:
    """Hide every count from 1 to `least` - 1, and a second one beside a lonely hidden one: no sum gives it away."""
    hidden = {place for place, (_, value) in enumerate(counts) if 0 < value < least}
    if len(hidden) == 1 and len(counts) > 1:
        others = [(value, place) for place, (_, value) in enumerate(counts) if place not in hidden and value]
        if others:
            hidden.add(min(others)[1])
    return [Outcome(label, None if n in hidden else value) for n, (label, value) in enumerate(counts)]
