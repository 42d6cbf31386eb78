"""Keys by which a person is found, whatever the script, the spelling or the order of the name. Pure Python.

A key is `consonants first-part second-part`, in the classes of consonants that both scripts share: `ftm fatima
bennani`. Equal beginnings are neighbours in a b-tree, so that one range finds the parts that sound so, and one
equality everybody who has two given parts. A name of n parts has at most one key for each two of them, and each
part begins one: 1, 2, 3 keys for names of 1, 2, 3 parts.
"""

from collections.abc import Iterator

from twiza.linkage.name_parts import Part, Parts

MOST_PARTS = 5  # of a name that are in its keys: the first four and the last
BONES, LETTERS = 30, 60  # at most, in a key
BEYOND = "\U0010ffff"  # after every letter
_MOST_KEPT = 200_000


def head_of(bones: str, text: str) -> str:
    """Return how the keys begin of whoever has this part."""
    return f"{bones[:BONES]} {text[:LETTERS]} "


def heads_of(part: Part) -> list[str]:
    """Return the beginnings of keys of a part: one for each way it may be read."""
    return [head_of(bones, part.text) for bones in dict.fromkeys(part.bones)]


def kept(parts: tuple[Part, ...]) -> list[Part]:
    """Return the parts of a name that are in its keys, each once."""
    found = list(dict.fromkeys(parts))
    return found if len(found) <= MOST_PARTS else [*found[: MOST_PARTS - 1], found[-1]]


def sounding(bones: str) -> tuple[str, str]:
    """Return the range of the keys of parts with exactly these consonants."""
    return f"{bones[:BONES]} ", f"{bones[:BONES]}!"


def beginning(bones: str) -> tuple[str, str]:
    """Return the range of the keys of parts whose consonants begin so."""
    return bones[:BONES], bones[:BONES] + BEYOND


def text_in(key: str) -> str:
    """Return the part with which a key begins."""
    return key.split(" ", 2)[1]


class Keys:
    """Makes keys, and keeps what it has read: in a register the same words come back."""

    def __init__(self) -> None:
        self._parts = Parts()
        self._heads: dict[Part, tuple[list[str], str]] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def of(self, *names: str) -> set[str]:
        """Return the keys of a person who has these forms of a name; none when no letter is left of them."""
        found: set[str] = set()
        for name in names:
            if name:
                known = self._names.get(name)
                if known is None:
                    if len(self._names) >= _MOST_KEPT:
                        self._names.clear()
                    known = self._names[name] = tuple(dict.fromkeys(self._made(name)))
                found.update(known)
        return found

    def _made(self, name: str) -> Iterator[str]:
        parts = [self._ends_of(part) for part in kept(self._parts.read(name))]
        last = len(parts) - 1
        if last == 0:
            yield from parts[0][0]
        elif last == 1:
            yield from (head + parts[1][1] for head in parts[0][0])
        for i in range(last + 1):
            for j in range(i + 1, last + 1):
                first, second = (j, i) if i == 0 and j == last else (i, j)
                for head in parts[first][0]:
                    yield head + parts[second][1]

    def _ends_of(self, part: Part) -> tuple[list[str], str]:
        found = self._heads.get(part)
        if found is None:
            found = self._heads[part] = heads_of(part), part.text[:LETTERS]
        return found
