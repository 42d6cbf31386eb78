"""The tests drive a real Chromium: Debian's is installed when there is none and we may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
SAY = "The browser tests need Chromium: install it (Debian: apt-get install chromium), then run this again.\n"


def main() -> int:
    """Return 0 when there is a Chromium, installed now if need be; else say in one line what to install."""
    if any(shutil.which(name) for name in NAMES):
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        sys.stdout.write("Installing Debian's chromium…\n")
        sys.stdout.flush()
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            done = subprocess.run([apt, *words], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode == 0 and any(shutil.which(name) for name in NAMES):
            return 0
    sys.stdout.write(SAY)
    return 1


if __name__ == "__main__":
    sys.exit(main())
