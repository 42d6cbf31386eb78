"""`twiza stop`: stop the embedded server, whoever left it running."""

from collections.abc import Sequence

from twiza.config import database, embedded


def main(arguments: Sequence[str]) -> int:
    """Stop the embedded server of TWIZA_HOME. Nothing to do when it does not run."""
    embedded.stop_server(database.home())
    return 0
