"""`twiza rotate_key NAME`: from now on a new key; what the older ones sealed or signed stays readable."""

import argparse
import sys
from collections.abc import Sequence

from twiza.config import database, embedded
from twiza.lib.keyring import NAMES, Keyring


def main(arguments: Sequence[str]) -> int:
    """Make the new key of one name and say its number."""
    listed = "; ".join(f"{name}: {about}" for name, about in NAMES.items())
    parser = argparse.ArgumentParser(prog="twiza rotate_key", epilog=listed)
    parser.add_argument("name", choices=sorted(NAMES), metavar="NAME")
    name = parser.parse_args(arguments).name
    folder = embedded.keys_folder(database.home())
    number = Keyring(folder).rotate(name)
    sys.stdout.write(f"{name}: key {number} is in use. Copy {folder} to where you keep its copy.\n")
    return 0
