"""A job that takes its time, for the tests that kill its worker."""
