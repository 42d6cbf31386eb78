"""Passwords in tests: the same algorithm as served, without its cost. Accounts' own tests look at the real one."""

from twiza.config.sign_in import ArgonHasher


class QuickArgon(ArgonHasher):
    """Argon2id as small as it goes: what is kept says its parameters, so the real one reads it too."""

    time_cost = 1
    memory_cost = 8
