"""What the pages of the roof look up, by asking the subjects below."""

from twiza.reporting.queries.log import LogLine, LogPage, RecordHistory, log_page, logs_of, record_history
from twiza.reporting.queries.today import first_steps_of, kept_for, news_for, today_of

__all__ = [
    "LogLine",
    "LogPage",
    "RecordHistory",
    "first_steps_of",
    "kept_for",
    "log_page",
    "logs_of",
    "news_for",
    "record_history",
    "today_of",
]
