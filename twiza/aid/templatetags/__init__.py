"""Filters of the pages of aid."""
