"""Exports of shelters in the HMIS CSV shape: read, checked, counted. For benches and tests. No Django.

`read_export(files_of(path))` gives every fault it found and, when nothing is broken, what the files say. People are
numbers from the first line on: no name, no number of a paper and no id of a person leaves the reading.
"""

from twiza.shelter.rules.hmis.checking import Reading, read_export
from twiza.shelter.rules.hmis.counting import Occupied, beds_on, occupancy, person_nights
from twiza.shelter.rules.hmis.faults import WORDS, Fault, Kind, NotAnExport
from twiza.shelter.rules.hmis.files import files_of
from twiza.shelter.rules.hmis.placing import LEFT_OUT, Came, LeftOut, Place, Plan, Reason, plan
from twiza.shelter.rules.hmis.records import Export, Inventory, Night, Person, Project, Stay

__all__ = [
    "LEFT_OUT",
    "WORDS",
    "Came",
    "Export",
    "Fault",
    "Inventory",
    "Kind",
    "LeftOut",
    "Night",
    "NotAnExport",
    "Occupied",
    "Person",
    "Place",
    "Plan",
    "Project",
    "Reading",
    "Reason",
    "Stay",
    "beds_on",
    "files_of",
    "occupancy",
    "person_nights",
    "plan",
    "read_export",
]
