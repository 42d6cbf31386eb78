"""What the pages of the roof look up, by asking the subjects below."""

from twiza.reporting.queries.log import LogLine, LogPage, RecordHistory, log_page, logs_of, record_history
from twiza.reporting.queries.today import today_of

__all__ = ["LogLine", "LogPage", "RecordHistory", "log_page", "logs_of", "record_history", "today_of"]
