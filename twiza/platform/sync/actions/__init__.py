"""Enrolling phones, and taking in what was done on them."""

from twiza.platform.sync.actions.accepting import accept_operations
from twiza.platform.sync.actions.batches import Report, take_in_operations
from twiza.platform.sync.actions.devices import enrol_device, note_contact, open_enrolment, revoke_device

__all__ = [
    "Report",
    "accept_operations",
    "enrol_device",
    "note_contact",
    "open_enrolment",
    "revoke_device",
    "take_in_operations",
]
