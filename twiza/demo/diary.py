"""What the story has made so far, kept in a file beside the demonstration's data: a second run reuses it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID


@dataclass
class Diary:
    """Ids and figures by name, and which steps are over.

    Attributes:
        file: where it is kept; written after each step, so that a stopped run goes on from there.
        say: prints one line of progress.
    """

    file: Path
    say: Callable[[str], None] = print
    ids: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    over: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, file: Path, say: Callable[[str], None] = print) -> "Diary":
        """Return what was kept, or an empty diary."""
        kept = json.loads(file.read_text()) if file.exists() else {}
        return cls(file, say, **kept)

    def id(self, name: str) -> UUID:
        """Return the id of something that was made. KeyError when it was not."""
        return UUID(self.ids[name])

    def keep(self, name: str, thing: Any) -> None:
        """Remember something that was made: a model object or an id."""
        self.ids[name] = str(getattr(thing, "pk", thing))

    def save(self) -> None:
        """Write the file, whole or not at all."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: getattr(self, name) for name in ("ids", "seconds", "figures", "over")}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(kept, ensure_ascii=False, indent=1, default=str))
        fresh.replace(self.file)

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[bool]:
        """Say a step, time it, and remember that it is over. Yields False when it was over before."""
        if name in self.over:
            yield False
            return
        self.say(f"{title} …")
        start = time.perf_counter()
        yield True
        self.seconds[name] = round(time.perf_counter() - start, 2)
        self.over.append(name)
        self.save()
