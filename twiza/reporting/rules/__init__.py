"""What is true of the pages of the roof, whoever asks."""

from twiza.reporting.rules.first_steps import FirstStep, first_steps
from twiza.reporting.rules.log_words import ACTS, PAGES, REASONS, reason_words, subjects_of
from twiza.reporting.rules.news import NEWS, news_told_to
from twiza.reporting.rules.today import Today, day_of, fold, only, sort_today

__all__ = [
    "ACTS",
    "NEWS",
    "PAGES",
    "REASONS",
    "FirstStep",
    "Today",
    "day_of",
    "first_steps",
    "fold",
    "news_told_to",
    "only",
    "reason_words",
    "sort_today",
    "subjects_of",
]
