"""A whole name as its parts: what is written apart or joined becomes one way. Pure Python.

A part is a text in one script, ready to be heard: particles (ben, bou, abd, aït, ould, eddine, allah) are
joined to the word they belong to, titles and articles are gone. A part whose article was written begins
with `+`: العمري and El Amri are `+عمري` and `+amri`.
"""

import re
from functools import lru_cache

from .normalise import fold, plain


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MOST_WORDS = 16  # of a name; what follows is a text, not a name
MOST_LETTERS = 40  # of a word

LATIN_ARTICLES = _set(
    "el al l ul il es ess er err ed edd ech ach esh ash en enn ez ezz az azz et ett at att as ass ar arr ad add"
)
TITLES = _set(
    "haj hajj hadj hadja hajja lhaj lhajja elhaj elhajja lalla lala moulay mulay moulai mly sidi si mr mme mlle dr"
)
TITLES |= _set("حاج حاجه للا لاله لالا مولاي سيدي سي +سيد +سيده دكتور")
# word → how its part begins
LATIN_PREFIXES = {
    **dict.fromkeys(["ben", "bin", "ibn", "bn", "iben"], "ben"),
    **dict.fromkeys(["bel", "bil", "ball"], "bel"),
    **dict.fromkeys(["bent", "bint", "bnt"], "bent"),
    **dict.fromkeys(["ould", "wld", "weld", "ouled", "uld"], "uld"),
    **dict.fromkeys(["bou", "abou", "abu", "bu"], "bou"),
    **dict.fromkeys(["ait", "aith", "ayt"], "ait"),
    "ou": "ou",
    **dict.fromkeys(["om", "oum", "umm", "oumm"], "oum"),
    **dict.fromkeys(
        ["abd", "abde", "abdel", "abdul", "abdal", "abdoul", "abdil", "abder", "abdes", "abden"], "abd"
    ),
}
ARABIC_PREFIXES = {
    **dict.fromkeys(["بن", "ابن"], "بن"),
    "بل": "بل",
    "بنت": "بنت",
    "ولد": "ولد",
    **dict.fromkeys(["بو", "ابو", "ابي", "ابا"], "بو"),
    "ايت": "ايت",
    **dict.fromkeys(["او", "و"], "او"),
    "ام": "ام",
    "عبد": "عبد",
}
LATIN_DIN = _set("din dine eddine eddin edine edin addine addin aldine aldin eldine eldin uddin oudine")
LATIN_ALLAH = _set("allah ellah ullah alah elah lah llah oullah")
SHORT_FOR = {
    "med": "mohamed",
    "mohd": "mohamed",
    "mhd": "mohamed",
    "md": "mohamed",
    "fz": "fatimazahra",
    "simohamed": "mohamed",
}

_ARABIC = re.compile("[\u0620-\u06ff\u0750-\u077f]")
_RUNS = re.compile("[\u0620-\u06ff\u0750-\u077f]+|[^\u0620-\u06ff\u0750-\u077f]+")
_ONLY_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")  # letters that `fold` changes one by one
_FOLDED = {code: fold(chr(code)) for code in (*range(0x621, 0x63B), *range(0x641, 0x64B))}
_CEDILLA = str.maketrans({"ç": "ss", "Ç": "ss"})
_ABD_ALLAH = re.compile(r"^abd(?:[aeiou]{0,2}l?l|oul)[ae]h?$|^abd[aeou]?ll?ah$")
_ARABIC_ABD = re.compile(r"^(بن|بو|)عبدال(?=..)")
_ABD = re.compile(
    r"^abd(?!ell?a(?:ou|w|u)i)(?:[aeiou]{1,2}l+(?=[a-z3579]{3})|[aeiou]{1,2}(?=([rsnztdj]|ch|sh|dh|th)\1?[a-z]{2})|(?=[a-z379]{4}))"
)
_DIN = re.compile(r"^(.{2,}?)(?:[aeiou]+d{1,2}|eld)(?:ine|in|een|ene|inne)$")
_SOMETHING_OF_ALLAH = re.compile(r"^(.{3,}?)[aeou]?llah$")


def is_arabic(part: str) -> bool:
    """Tell whether a part is written in Arabic letters."""
    return bool(_ARABIC.match(part, 1 if part[:1] == "+" else 0))


@lru_cache(maxsize=262144)
def _tokens(raw: str) -> tuple[str, ...]:
    """Return the words of one raw word: hyphens and scripts divide it; Arabic folded, Latin plain."""
    if raw.isascii() and raw.isalpha():
        return (raw.lower()[:MOST_LETTERS],)
    if _ONLY_ARABIC.fullmatch(raw):
        token = raw.translate(_FOLDED)[:MOST_LETTERS]
        return (token,) if token else ()
    found: list[str] = []
    for word in plain(raw.translate(_CEDILLA)).split():
        for run in _RUNS.findall(word) if _ARABIC.search(word) else (word,):
            token = fold(run) if _ARABIC.match(run) else run if run.isascii() else _tifinagh(run)
            found.extend(part[:MOST_LETTERS] for part in token.split())
    return tuple(found)


def _tifinagh(word: str) -> str:
    return fold(word) if any("\u2d30" <= letter <= "\u2d7f" for letter in word) else word


@lru_cache(maxsize=262144)
def _ordinary(token: str) -> str:
    """Return a word that is no particle as a part."""
    if _ARABIC.match(token):
        return _ordinary_arabic(token)
    token = SHORT_FOR.get(token, token)
    if token.startswith(("abd", "benabd", "bouabd")) and len(token) > 5:
        before, token = token[: token.index("abd")], token[token.index("abd") :]
        if _ABD_ALLAH.match(token):
            return f"{before}abdlah"
        token = before + _ABD.sub("abd", token)
    elif token.startswith("abou") and len(token) > 6:
        token = token[1:]
    return _SOMETHING_OF_ALLAH.sub(r"\1lah", _DIN.sub(r"\1din", token))


def _ordinary_arabic(token: str) -> str:
    article = ""
    if token.startswith("ال") and len(token) > 4:
        article, token = "+", token[2:]
    elif token.startswith("ابو") and len(token) > 5:
        token = token[1:]
    elif token.startswith("بنال") and len(token) > 7:
        token = f"بن{token[4:]}"
    elif token.startswith("بال") and len(token) > 5:
        token = f"بل{token[3:]}"
    token = _ARABIC_ABD.sub(r"\1عبد", token)
    if token.endswith("الدين") and len(token) > 6:
        token = f"{token[:-5]}دين"
    elif token.endswith("الله") and len(token) > 5:
        token = f"{token[:-4].removesuffix('ه') + 'ت' if token[-5] == 'ه' else token[:-4]}له"
    return article + token


def _prefix(token: str) -> str:
    return LATIN_PREFIXES.get(token) or ARABIC_PREFIXES.get(token) or ""


def _suffix(token: str) -> str:
    if token in LATIN_DIN:
        return "din"
    if token in LATIN_ALLAH:
        return "lah"
    return {"الدين": "دين", "الله": "له"}.get(token, "")


def is_title(part: str) -> bool:
    """Tell whether a part is only a title: Haj, Moulay, السيد."""
    return part in TITLES or part[1:] in TITLES and part[0] == "+"


def _opens(token: str) -> bool:
    """Tell whether a word belongs to the one after it."""
    return bool(_prefix(token)) or token in LATIN_ARTICLES or token == "ال"


@lru_cache(maxsize=262144)
def word_of(raw: str) -> tuple[tuple[str, ...], bool, bool]:
    """Return the parts of one raw word by itself, whether it opens a part, whether it ends the part before."""
    tokens = _tokens(raw[: 4 * MOST_LETTERS])
    if not tokens:
        return (), False, False
    return _joined(tokens), _opens(tokens[-1]), bool(_suffix(tokens[0]))


@lru_cache(maxsize=262144)
def _group(words: tuple[str, ...]) -> tuple[str, ...]:
    return _joined(tuple(token for raw in words for token in _tokens(raw[: 4 * MOST_LETTERS])))


def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a name, in its order; () when nothing is left.

    >>> parts_of("Abd el-Kader Ben Salah"), parts_of("عبدالقادر بن صالح")
    (('abdkader', 'bensalah'), ('عبدقادر', 'بنصالح'))
    """
    parts = parts_and_titles(name)
    if len(parts) > 2:
        parts = [part for part in parts if not is_title(part)] or parts
    return tuple(parts[:MOST_WORDS])


def parts_and_titles(name: str) -> list[str]:
    """Return the parts of a name before its titles are left away."""
    groups: list[tuple[str, ...]] = []
    pending: tuple[str, ...] = ()
    for raw in name.split()[:MOST_WORDS]:
        found, opens, ends = word_of(raw)
        if ends and groups and not pending:
            groups[-1] += (raw,)
        elif opens and not ends:
            pending += (raw,)
        elif found:
            groups.append((*pending, raw))
            pending = ()
    if pending:
        groups.append(pending)
    return [part for group in groups for part in _group(group)]


def _joined(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return parts from words of which some belong to the next one, some to the one before."""
    parts: list[str] = []
    prefix, article = "", ""
    last = len(tokens) - 1
    for position, token in enumerate(tokens):
        suffix = _suffix(token)
        if suffix and prefix[:3] in ("abd", "عبد") and suffix in ("lah", "له"):
            parts.append(prefix + suffix)
            prefix = article = ""
        elif suffix and parts and not prefix:
            if suffix == "له" and parts[-1][-1] == "ه":  # هبة الله: the ta is heard
                parts[-1] = f"{parts[-1][:-1]}ت"
            parts[-1] = (parts[-1] + suffix)[: 2 * MOST_LETTERS]
            article = ""
        elif position == last:
            parts.append(_under(prefix, article, token))
        elif token in LATIN_ARTICLES or token == "ال":
            article = "+"
        elif _prefix(token):
            prefix += _prefix(token)
        else:
            parts.append(_under(prefix, article, token))
            prefix = article = ""
    return tuple(parts[:MOST_WORDS])


def _under(prefix: str, article: str, token: str) -> str:
    part = _ordinary(token)
    if not prefix:
        return part if part[0] == "+" else article + part
    if part.startswith("ال") and len(part) > 3:
        part = part[2:]
    return (prefix + part.lstrip("+"))[: 2 * MOST_LETTERS]
