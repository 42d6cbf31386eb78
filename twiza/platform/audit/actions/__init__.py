"""Writing the two logs, and chaining what was written."""

from twiza.platform.audit.actions.chains import link_everything, link_lines, sign_heads
from twiza.platform.audit.actions.lines import record, record_access

__all__ = ["link_everything", "link_lines", "record", "record_access", "sign_heads"]
