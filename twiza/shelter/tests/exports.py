"""A tiny export, invented here: two shelters, four people. Tests change a line of it and look what is said."""

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "Export.csv": "ExportID,ExportStartDate,ExportEndDate\nx1,2025-12-01,2025-12-31\n",
    "Organization.csv": "OrganizationID,OrganizationName\norg,Dar\n",
    "Project.csv": (
        "ProjectID,OrganizationID,ProjectName,ProjectType,TrackingMethod\n"
        "nights,org,By night,1,3\n"
        "days,org,From day to day,1,0\n"
        "desk,org,Desk,14,\n"
    ),
    "Inventory.csv": (
        "InventoryID,ProjectID,BedInventory,InventoryStartDate,InventoryEndDate\n"
        "i1,nights,2,2025-12-01,\n"
        "i2,days,3,2025-12-01,2025-12-20\n"
        "i3,days,1,2025-12-19,\n"
    ),
    "Client.csv": (
        "PersonalID,FirstName,DOB,Female,Male\n"
        "P-ONE,Canary,1980-05-05,1,0\n"
        "P-TWO,Canary,1991-01-01,1,0\n"
        "P-THREE,Canary,,0,1\n"
        "P-FOUR,Canary,1970-02-03,0,1\n"
    ),
    "Enrollment.csv": (
        "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID\n"
        "e1,P-ONE,nights,2025-12-10,h1\n"
        "e2,P-TWO,nights,2025-12-10,h2\n"
        "e3,P-THREE,days,2025-12-10,h3\n"
        "e4,P-FOUR,days,2025-12-18,h4\n"
        "e5,P-FOUR,desk,2025-12-01,h5\n"
    ),
    "Exit.csv": (
        "ExitID,EnrollmentID,PersonalID,ExitDate\n"
        "x1,e1,P-ONE,2025-12-20\n"
        "x3,e3,P-THREE,2025-12-13\n"
        "x4,e4,P-FOUR,2025-12-21\n"
    ),
    "Services.csv": (
        "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType\n"
        "s1,e1,P-ONE,2025-12-10,200\n"
        "s2,e1,P-ONE,2025-12-11,200\n"
        "s3,e2,P-TWO,2025-12-11,200\n"
        "s4,e2,P-TWO,2025-12-31,200\n"
        "s5,e5,P-FOUR,2025-12-11,141\n"
    ),
}  # fmt: skip


def export(*, without: str = "", **changed: str) -> list[tuple[str, bytes]]:
    """Return the files. `changed`: name without .csv → whole text; `without`: a file that is left out."""
    texts = {**FILES, **{f"{name}.csv": text for name, text in changed.items()}}
    return [(name, text.encode()) for name, text in texts.items() if name != without]


def with_line(file: str, line: str) -> list[tuple[str, bytes]]:
    """Return the files with one line more at the end of one of them."""
    return export(**{file: FILES[f"{file}.csv"] + line + "\n"})


def with_cell(file: str, old: str, new: str) -> list[tuple[str, bytes]]:
    """Return the files with some text of one of them replaced, once; it must be there."""
    text = FILES[f"{file}.csv"]
    assert old in text
    return export(**{file: text.replace(old, new, 1)})
