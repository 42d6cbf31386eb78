"""Make `import twiza` and the program `twiza` work in this environment, from this folder, without a download."""

import sys
import sysconfig
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PROGRAM = """#!{python}
import sys

from twiza.config.command import main

sys.exit(main())
"""


def main() -> None:
    """Write one path file and one program."""
    places = sysconfig.get_paths()
    (Path(places["purelib"]) / "twiza.pth").write_text(f"{PROJECT}\n")
    program = Path(places["scripts"]) / "twiza"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)


if __name__ == "__main__":
    main()
