"""`twiza replay FILE`: prove a campaign's selection again, on any machine, with neither Django nor a database."""

import argparse
import gettext
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from twiza.aid.rules import checks, replay, replay_sealed
from twiza.lib import sealed_streams
from twiza.lib.errors import N_, DomainError

HERE = Path(__file__).resolve().parent
WORDS = (HERE.parent / "aid" / "locale", HERE / "locale")
STEPS = {
    "pool": N_("%(households)s households give the hash of the pool that was signed: %(hash)s"),
    "draw": N_("The secret is the one promised; with the digits %(digits)s it gives the seed %(seed)s"),
    "quotas": N_("The %(baskets)s baskets are shared between the neighbourhoods by the rule"),
    "places": N_(
        "Drawn again: %(drawn)s households stand where the draw puts them; of %(counted)s only the number is proved here"
    ),
    "list": N_("The list of %(entries)s entries has the hash that was signed: %(hash)s"),
    "opened": N_("Sealed file: the facts of %(households)s households are those that were signed"),
    "judged": N_("Sealed file: the criteria, asked again, say the same of %(households)s households"),
    "placed": N_("Sealed file: exact points and draw give the same place to %(households)s households"),
    "entries": N_("Sealed file: the %(entries)s entries of the list are those that were signed"),
}
CHECK = N_(
    "The check afterwards: the secret is the one promised, and the digits %(digits)s draw these %(count)s of %(all)s: %(codes)s"
)
SLIP = N_("This slip opens line %(line)s: code %(code)s, place: %(place)s")
MADE = N_("Keep %(file)s to yourself. Give this line to whoever seals the file for you:")

Told = Callable[[str], str]


class CannotRead(DomainError):
    """A file that is not there, or cannot be opened with this key."""

    code = "replay.cannot_read"


def main(words: list[str]) -> int:
    """Return 0 when everything was proved, 1 at the first line that does not fit."""
    parser = argparse.ArgumentParser(prog="twiza replay", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="the public file of a campaign")
    parser.add_argument("--sealed", type=Path, help="the auditor's sealed file")
    parser.add_argument("--key", type=Path, help="the auditor's key, to open the sealed file")
    parser.add_argument("--slip", type=Path, help="a family's slip: it opens its own line")
    parser.add_argument("--check", type=Path, metavar="FILE", help="the file of a check afterwards, alone")
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key for an auditor")
    parser.add_argument("--language", choices=("ar", "fr", "en"), default="en")
    chosen = parser.parse_args(words)
    told = _words(chosen.language)
    try:
        if chosen.new_key:
            return _new_key(chosen.new_key, told)
        if chosen.check:
            return _check(chosen.check, told)
        if chosen.file is None or bool(chosen.sealed) != bool(chosen.key):
            parser.error("name the public file; --sealed and --key go together")
        proof = replay.replay(_lines(chosen.file))
        if chosen.sealed:
            with sealed_streams.opened(chosen.sealed, _text(chosen.key)) as stream:
                replay_sealed.replay_sealed(proof, (line.decode() for line in stream))
        for step, figures in proof.steps:
            _say("✓ " + told(STEPS[step]) % figures)
        if chosen.slip:
            line, _record = replay_sealed.open_slip(proof, _text(chosen.slip))
            _say("✓ " + told(SLIP) % {"line": line.number, "code": line.code, "place": line.place})
    except sealed_streams.CannotOpen as error:
        raise CannotRead(told(N_("The sealed file cannot be opened with this key."))) from error
    except DomainError as refusal:
        data = {
            name: told(value) if isinstance(value, str) else value for name, value in refusal.data.items()
        }
        sys.stderr.write(f"✗ {told(str(refusal.template)) % data if data else told(str(refusal.template))}\n")
        return 1
    return 0


def _check(file: Path, told: Told) -> int:
    drawn = checks.read_file(_text(file))
    checks.prove(drawn)
    figures = {"digits": drawn.digits, "count": len(drawn.sample), "all": len(drawn.codes)}
    _say("✓ " + told(CHECK) % (figures | {"codes": " ".join(drawn.sample)}))
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _words(language: str) -> Told:
    found, other = (gettext.translation("django", one, languages=[language], fallback=True) for one in WORDS)
    found.add_fallback(other)
    return lambda text: found.gettext(text) if text else text


def _lines(file: Path) -> Iterator[str]:
    try:
        with file.open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(N_("The file %(file)s cannot be read."), file=file.name) from error


def _text(file: Path) -> str:
    return "".join(_lines(file)).strip()


def _new_key(file: Path, told: Told) -> int:
    identity, recipient = sealed_streams.new_identity()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(identity + "\n")
    _say(told(MADE) % {"file": file.name})
    _say(recipient)
    return 0
