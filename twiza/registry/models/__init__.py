"""The tables of the registry."""

from twiza.registry.models.attempts import Attempts
from twiza.registry.models.imports import ErasedFamily, HeadingMemory, ImportedRow, Upload
from twiza.registry.models.merges import Merge
from twiza.registry.models.pairs import LinkRun, Pair, PairDecision
from twiza.registry.models.people import Household, Person, SearchKey, VulnerabilityMark
from twiza.registry.models.requests import ListeningTicket, Request, RequestAnswer, RequestDelay
from twiza.registry.models.shocks import (
    Shock,
)
from twiza.registry.models.whereabouts import Whereabouts

__all__ = [
    "Shock",
    "Whereabouts",
    "Attempts",
    "ErasedFamily",
    "HeadingMemory",
    "Household",
    "ImportedRow",
    "Merge",
    "LinkRun",
    "ListeningTicket",
    "Pair",
    "PairDecision",
    "Person",
    "Request",
    "RequestAnswer",
    "RequestDelay",
    "SearchKey",
    "Upload",
    "VulnerabilityMark",
]
