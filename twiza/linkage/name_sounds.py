"""One word of a name as a row of sounds, in the script it was written in. Pure Python.

Latin spelling (French, English, Spanish habits, chat digits, Tifinagh brought to Latin) gives one symbol a
sound: `c` sh, `x` kh, `G` gh, `T` th, `D` dh, `q` ق, `A` a long or doubled a. Arabic keeps its letters. The
place in the word matters, so a vowel or an h at an end has a symbol of its own: `a^` begins, `a$` ends.
"""

import re

_CHAT = str.maketrans({"5": "x", "7": "h", "9": "q", "2": "", "4": "a", "8": "G", "6": "t", "1": "", "0": ""})
_INITIAL_AYN = re.compile(r"^3(?=[aeiouy])")
_AYN = re.compile(r"3+")

# Applied in order on lower-case Latin; capitals are sounds already found.
_LATIN_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|tch|ch|sh", "c"),
        (r"dj|dg(?=[eiy])", "j"),
        (r"kh", "x"),
        (r"gh", "G"),
        (r"th", "T"),
        (r"dh", "D"),
        (r"ph|v", "f"),
        (r"ck", "k"),
        (r"q?qu(?=[eiy])", "k"),
        (r"g(?=[ei])(?!e$)", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"ee", "i"),
        (r"ou|oo|w", "u"),
        (r"y", "i"),
        (r"p", "b"),
        (r"ss", "s"),
        (r"aa+", "A"),
        (r"(.)\1+", r"\1"),
    )
)
# `c` written alone is said before `c` becomes the symbol of sh.
_WRITTEN_C = ((re.compile(r"c(?=[eiy])"), "s"), (re.compile(r"c(?!h)"), "k"))

ENDS = frozenset("aeiouAhاويه")
BEGINS = frozenset("aeiouAاوي")


def latin_sounds(word: str) -> str:
    """Return the sounds of one lower-case Latin word, one character each, doubled letters once.

    >>> latin_sounds("khadija"), latin_sounds("5adija"), latin_sounds("chouaib")
    ('xadija', 'xadija', 'cuaib')
    """
    if not word.isalpha():
        word = _AYN.sub("a", _INITIAL_AYN.sub("", word)).translate(_CHAT)
    for pattern, sound in _WRITTEN_C:
        word = pattern.sub(sound, word)
    for pattern, sound in _LATIN_SOUNDS:
        word = pattern.sub(sound, word)
    return word


_DOUBLED = re.compile(r"(.)\1+")


def arabic_sounds(word: str) -> str:
    """Return the letters of one folded Arabic word, doubled letters once."""
    return _DOUBLED.sub(r"\1", word)


def symbols(sounds: str) -> list[str]:
    """Return the symbols of a word's sounds: vowels and h at an end are marked.

    >>> symbols("amina")
    ['a^', 'm', 'i', 'n', 'a$']
    """
    row = list(sounds)
    if len(row) > 1:
        if row[0] in BEGINS:
            row[0] += "^"
        if row[-1] in ENDS:
            row[-1] += "$"
    return row
