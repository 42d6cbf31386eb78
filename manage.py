#!/usr/bin/env python
"""The same program as `twiza`, for hands that know Django."""

from twiza.config.command import main

if __name__ == "__main__":
    main()
