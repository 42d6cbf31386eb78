"""The catalogues: what the code says, what the translators answered, and what is missing between the two.

One catalogue per app and language, sorted, without line numbers or dates, so that two people's changes meet
peacefully. A sentence translated in the kit's own catalogue (`platform/web`) need not be translated again elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("ar", "fr")
PLURALS = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"),
    "fr": (2, "n > 1"),
}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SHARED = "web"  # the catalogue whose words are everybody's
PLACE = re.compile(r"%\((\w+)\)[a-zA-Z]|%[sd]|\{(\w*)\}")

Key = tuple[str | None, str]  # context, message


@dataclass(frozen=True)
class Home:
    """One catalogue: the app's label, its folder, and the folders whose sentences it holds."""

    label: str
    folder: Path
    sources: tuple[Path, ...]

    def catalogue(self, language: str) -> Path:
        """Where the sentences of one language lie."""
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"


@dataclass(frozen=True)
class Lack:
    """Something wrong with one sentence in one language."""

    label: str
    language: str
    sentence: str
    why: str


def homes(package: Path) -> list[Home]:
    """Every app of the house; the kit also keeps the sentences of `lib` and `linkage`, which are no apps."""
    found = []
    for file in sorted(package.rglob("apps.py")):
        folder = file.parent
        label = folder.name
        extra = (package / "lib", package / "linkage") if label == SHARED else ()
        found.append(Home(label, folder, (folder, *extra)))
    return found


def sentences_of(home: Home, inner: Iterable[Path] = ()) -> dict[Key, str | None]:
    """Return every sentence said in an app: (context, singular) → plural or None. Tests are not said to anybody.

    `inner` are folders of other apps that lie inside this one.
    """
    found: dict[Key, str | None] = {}
    for source in home.sources:
        for file in sorted([*source.rglob("*.py"), *source.rglob("*.html"), *source.rglob("*.txt")]):
            inside = file.relative_to(source).parts
            if "tests" in inside or "static" in inside or any(other in file.parents for other in inner):
                continue
            for key, plural in _sentences_in(file):
                if key not in found or plural is not None:
                    found[key] = plural
    return found


def _sentences_in(file: Path) -> Iterator[tuple[Key, str | None]]:
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        # what templatize leaves is one call a line, of any indentation
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    for _line, message, _notes, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield (context, singular), plural


def read(home: Home, language: str) -> Catalog:
    """Read a catalogue; an app that has none yet has an empty one."""
    file = home.catalogue(language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as handle:
        return read_po(handle, locale=language)


def update(home: Home, language: str, said: dict[Key, str | None], shared: Catalog | None) -> bool:
    """Bring a catalogue up to what is said: new sentences empty, forgotten ones gone. True when it changed."""
    old = read(home, language)
    new = Catalog(locale=language)
    for (context, singular), plural in sorted(said.items(), key=lambda one: (one[0][1], one[0][0] or "")):
        before = old.get(singular, context)
        if shared is not None and before is None and _is_translated(shared.get(singular, context)):
            continue
        answer = _kept(before, plural, language)
        new.add((singular, plural) if plural else singular, answer, context=context)
    lines = _as_text(new, language)
    file = home.catalogue(language)
    if not said and not file.exists():
        return False
    if file.exists() and file.read_text("utf-8") == lines:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(lines, "utf-8")
    return True


def _kept(before: Message | None, plural: str | None, language: str) -> str | tuple[str, ...]:
    count = PLURALS[language][0]
    if before is None:
        return ("",) * count if plural else ""
    if plural:
        strings = before.string if isinstance(before.string, tuple | list) else (before.string,)
        return tuple([*strings, *[""] * count][:count])
    return before.string if isinstance(before.string, str) else (before.string or ("",))[0]


def _as_text(catalogue: Catalog, language: str) -> str:
    """The catalogue as a file whose lines only change when a sentence does."""
    count, rule = PLURALS[language]
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={count}; plural=({rule});\\n"\n\n'
    )
    body = BytesIO()
    write_po(body, catalogue, no_location=True, omit_header=True, sort_output=False, width=0)
    return header + body.getvalue().decode().replace("#, python-format\n", "").replace(
        "#, python-brace-format\n", ""
    )


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)


def lacks(all_homes: list[Home], language: str, only: Iterable[str] = ()) -> list[Lack]:
    """Everything that keeps a language from being complete.

    Missing or fuzzy sentences, sentences nobody says any more, places (`%(name)s`) lost or invented, plural forms
    left empty, one sentence translated in two ways by two apps.
    """
    found: list[Lack] = []
    shared = read(next(home for home in all_homes if home.label == SHARED), language)
    answers: dict[Key, tuple[str, object]] = {}
    for home in all_homes:
        inner = [other.folder for other in all_homes if home.folder in other.folder.parents]
        said = sentences_of(home, inner)
        catalogue = read(home, language)
        for message in catalogue:
            if message.id:
                found.extend(_wrong(home, language, message, said))
                key = _key(message)
                label, answer = answers.setdefault(key, (home.label, message.string))
                if _is_translated(message) and answer != message.string:
                    found.append(Lack(home.label, language, key[1], f"translated otherwise in {label}"))
        for context, singular in said:
            own = catalogue.get(singular, context)
            if own is None and not _is_translated(shared.get(singular, context)):
                found.append(Lack(home.label, language, singular, "missing"))
    wanted = set(only)
    return [lack for lack in found if not wanted or lack.label in wanted]


def _key(message: Message) -> Key:
    singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return message.context, singular


def _wrong(home: Home, language: str, message: Message, said: dict[Key, str | None]) -> Iterator[Lack]:
    singular = _key(message)[1]
    if _key(message) not in said:
        yield Lack(home.label, language, singular, "nobody says it any more")
        return
    if message.fuzzy:
        yield Lack(home.label, language, singular, "fuzzy")
    plural = isinstance(message.id, tuple | list)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(strings) or (plural and len(strings) != PLURALS[language][0]):
        yield Lack(home.label, language, singular, "a plural form is missing" if any(strings) else "missing")
        return
    wanted = places(str(message.id[1] if plural else message.id))
    for string in strings:
        have = places(string or "")
        # «one family», «two families»: the number may stay unsaid in a plural form, nothing else may
        if have - wanted or len(wanted - have) > (1 if plural else 0):
            yield Lack(home.label, language, singular, "its places are not those of the sentence")
            return


def places(sentence: str) -> set[str]:
    """Return the names of the places to be filled in a sentence; nameless ones by their sign."""
    return {found[0] for found in PLACE.finditer(sentence.replace("%%", ""))}
