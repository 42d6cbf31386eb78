"""The tables of the registry."""

from twiza.registry.models.attempts import Attempts
from twiza.registry.models.imports import ErasedFamily, HeadingMemory, ImportedRow, Upload
from twiza.registry.models.merges import Merge
from twiza.registry.models.pairs import LinkRun, Pair, PairDecision
from twiza.registry.models.people import Household, Person, SearchKey, VulnerabilityMark

__all__ = [
    "Attempts",
    "ErasedFamily",
    "HeadingMemory",
    "Household",
    "ImportedRow",
    "Merge",
    "LinkRun",
    "Pair",
    "PairDecision",
    "Person",
    "SearchKey",
    "Upload",
    "VulnerabilityMark",
]
