"""Whether the locks still match their sources. A comparison of files: no network, no installer.

- Each line of `requirements/*.in` has a reason, and its package is locked at a version that it allows.
- Nothing is locked that is neither asked for nor needed by something locked.
- Each locked package has its hashes; `package-lock.json` says what `package.json` asks, with hashes, and no
  file names a registry.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "requirements"


def main() -> int:
    """Print each difference; return 1 when there is one."""
    python = [trouble for name in ("base", "dev", "bench", "spark") for trouble in python_troubles(name)]
    troubles = [*python, *node_troubles(PROJECT)]
    for trouble in troubles:
        sys.stdout.write(f"{trouble}\n")
    sys.stdout.write("Locks: run `make lock`.\n" if troubles else "The locks match their sources.\n")
    return int(bool(troubles))


def python_troubles(name: str, folder: Path = FOLDER) -> Iterator[str]:
    """Compare `name.in` with `name.txt`."""
    asked = dict(asked_for(folder / f"{name}.in"))
    locked = dict(locked_in(folder / f"{name}.txt"))
    for package, (requirement, reason) in asked.items():
        if package not in locked:
            yield f"{name}.txt lacks {package}"
        elif not requirement.specifier.contains(locked[package][0], prereleases=True):
            yield f"{name}.txt has {package} {locked[package][0]}; {name}.in wants {requirement.specifier}"
        if not reason:
            yield f"{name}.in gives no reason for {package}"
    for package, (version, hashes) in locked.items():
        if not hashes:
            yield f"{name}.txt has no hash for {package} {version}"
    for package in sorted(set(locked) - needed(asked, folder, name)):
        yield f"{name}.txt has {package}, which nothing asks for"


def asked_for(path: Path) -> Iterator[tuple[str, tuple[Requirement, str]]]:
    """Give (package, (requirement, its reason)) for each line, those of included files too."""
    for line in path.read_text().splitlines():
        words, _, reason = line.partition("#")
        words = words.strip()
        if words.startswith("-r "):
            yield from asked_for(path.parent / words[3:].strip())
        elif words:
            requirement = Requirement(words)
            own = reason.strip() or ("in dev" if path.stem != "base" else "")  # tools are their own reason
            yield canonicalize_name(requirement.name), (requirement, own)


def locked_in(path: Path) -> Iterator[tuple[str, tuple[str, int]]]:
    """Give (package, (version, how many hashes)) for each block of a lock."""
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", path.read_text()):
        if found := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", block):
            yield canonicalize_name(found[1]), (found[2], block.count("--hash=sha256:"))


def needed(asked: dict[str, tuple[Requirement, str]], folder: Path, name: str) -> set[str]:
    """Return what is asked for and everything that it needs, as the lock itself says: what a package is there for.

    Not as the installed packages say: what only measures and proofs need is not installed everywhere.
    """
    there_for = dict(wanted_by(folder / f"{name}.txt"))
    known = set(asked)
    while more := {package for package, who in there_for.items() if package not in known and who & known}:
        known |= more
    return known


def wanted_by(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Give (package, the packages that want it) for each block of a lock; sources of requirements are left out."""
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", path.read_text()):
        if found := re.match(r"([A-Za-z0-9._-]+)==", block):
            who = re.findall(r"(?m)^ +# +(?:via +)?([A-Za-z0-9._-]+)(?: |$)", block)
            yield (
                canonicalize_name(found[1]),
                {canonicalize_name(one) for one in who if one not in ("via", "-r")},
            )


def node_troubles(folder: Path) -> Iterator[str]:
    """Compare package.json with package-lock.json."""
    source = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())
    root = lock["packages"][""]
    for kind in ("dependencies", "devDependencies", "workspaces"):
        if source.get(kind) != root.get(kind):
            yield f"package-lock.json has other {kind} than package.json"
    for path, entry in lock["packages"].items():
        if path.startswith("node_modules/") and not entry.get("link") and not entry.get("integrity"):
            yield f"package-lock.json has no hash for {path}"
        if "resolved" in entry and not entry.get("link"):
            yield f"package-lock.json names a registry for {path}"


if __name__ == "__main__":
    sys.exit(main())
