"""`twiza`: the one command-line program.

1. Light commands need neither Django nor a database: they answer at once, on any laptop.
2. Everything else is Django's management commands. Those that change tables run as their owner, all
   others as the role of the application, whom no policy lets pass.
"""

import importlib
import os
import sys
from collections.abc import Sequence

from twiza.config.postgres_programs import ServerRefused
from twiza.lib.errors import DomainError

# name → "module:function"; the function takes the arguments after the name and returns the exit code
LIGHT: dict[str, str] = {
    "backup": "twiza.config.backup:main",
    "compile_words": "twiza.config.translations:main",
    "link": "twiza.linkage.record_commands:main",
    "names_score": "twiza.linkage.name_commands:score_main",
    "names_search": "twiza.linkage.name_commands:search_main",
    "replay": "twiza.config.replay:main",
    "restore": "twiza.config.restore:main",
    "rotate_key": "twiza.config.rotate_key:main",
    "serve": "twiza.config.serve:main",
    "stop": "twiza.config.stop:main",
}
# Two of them only read which migrations ran: an older database may not let the application do that.
OWNERS_WORK = frozenset({"makemigrations", "migrate", "showmigrations"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; a refusal is one sentence on stderr and code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words[0] if words else "help"
    try:
        if name in LIGHT:
            module, function = LIGHT[name].split(":")
            return int(getattr(importlib.import_module(module), function)(words[1:]) or 0)
        return _django(name, words)
    except (DomainError, ServerRefused) as refusal:
        sys.stderr.write(f"twiza {name}: {refusal}\n")
        return 1
    except BrokenPipeError:  # `twiza … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _django(name: str, words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twiza.config.settings")
    if name in OWNERS_WORK:
        os.environ["TWIZA_AS_OWNER"] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(["twiza", *(words or ["help"])])
    return 0


if __name__ == "__main__":
    sys.exit(main())
