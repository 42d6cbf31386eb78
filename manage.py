#!/usr/bin/env python
"""The same program as `twiza`, for hands that know Django."""

import sys

from twiza.config.command import main

if __name__ == "__main__":
    sys.exit(main())
