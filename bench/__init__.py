"""The measures of the house, each beside its target and a floor taken in the same run: `make bench`."""
