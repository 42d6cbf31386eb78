"""Why somebody was found, in words of the counter: a sentence for each code of the names engine, and for our own.

The sentences have %(left)s, what was typed, and %(right)s, what stands in the file; a pair of two files uses the same
ones. They are translated where they are shown.
"""

from dataclasses import dataclass

from twiza.lib.errors import N_
from twiza.lib.text import isolated
from twiza.linkage.name_reasons import Comparison
from twiza.linkage.name_words import parts_of

MOST_WORDS = 4  # of a name as written that are one part of it: ben, abd, el …

OF_PARTS: dict[str, str] = {
    "same": N_("%(right)s: the same letters"),
    "same_name": N_("%(left)s and %(right)s are one name in two spellings"),
    "sounds_alike": N_("%(left)s and %(right)s sound alike"),
    "slip": N_("%(left)s and %(right)s are nearly the same: perhaps a slip of the hand"),
    "initial": N_("%(left)s and %(right)s: one is the first letter of the other"),
    "feminine": N_("%(left)s and %(right)s: one is the feminine of the other"),
    "other_name": N_("%(left)s and %(right)s are two different names"),
    "differs": N_("%(left)s and %(right)s are not alike"),
    "missing": N_("%(one)s is written on one side only"),
}
OF_THE_WHOLE: dict[str, str] = {
    "other_order": N_("the words are in another order"),
    "joined": N_("two words on one side are one word on the other"),
    "nothing": N_("there is no name to compare"),
}
OF_FACTS: dict[str, str] = {
    "begins": N_("%(right)s begins with %(left)s"),
    "code": N_("the code of this household"),
    "phone": N_("the same telephone"),
    "other_phone": N_("another telephone"),
    "birth": N_("the same date of birth"),
    "birth_year": N_("the same year of birth"),
    "birth_near": N_("dates of birth that may be one: %(left)s and %(right)s"),
    "birth_unknown": N_("a date of birth is missing"),
    "place": N_("the same place"),
    "other_place": N_("another place: %(right)s"),
}
SENTENCES: dict[str, str] = OF_PARTS | OF_THE_WHOLE | OF_FACTS
FOR_IT = frozenset(
    [
        "same",
        "same_name",
        "sounds_alike",
        "slip",
        "initial",
        "begins",
        "code",
        "phone",
        "birth",
        "birth_year",
        "place",
    ]
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code of `SENTENCES`, and the words it speaks of."""

    code: str
    left: str = ""
    right: str = ""

    @property
    def data(self) -> dict[str, str]:
        """What the sentence is filled with."""
        return {
            "left": isolated(self.left),
            "right": isolated(self.right),
            "one": isolated(self.left or self.right),
        }

    @property
    def speaks_for(self) -> bool:
        """Whether it is a reason to think that the two are one."""
        return self.code in FOR_IT


def reasons_of(comparison: Comparison, left: str, right: str) -> list[Reason]:
    """Return what was found about two names, with their words as they were written."""
    lefts, rights = as_written(left), as_written(right)
    found = [
        Reason(part.code, lefts.get(part.left, part.left), rights.get(part.right, part.right))
        for part in comparison.parts
    ]
    return found + [Reason(code) for code in comparison.whole]


def as_written(name: str) -> dict[str, str]:
    """Return the words of a name as written, by the part of the engine that they are."""
    words = name.split()[:16]
    found: dict[str, str] = {}
    for many in range(1, MOST_WORDS + 1):
        for at in range(len(words) - many + 1):
            written = words[at : at + many]
            parts = parts_of(" ".join(written))
            if len(parts) == 1:
                found.setdefault(parts[0].lstrip("+"), " ".join(written))
    return found
