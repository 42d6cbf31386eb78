"""What stands in the workbooks of the network's lists: the columns, in both languages."""

from typing import Any

from twiza.lib.errors import N_
from twiza.network.rules import institutions, kinds, licences, regimes
from twiza.platform.accounts.roles import ROLES
from twiza.platform.web.workbooks import both, coded, columns, names_of


def _figure(name: str) -> Any:
    """A figure as a number; a lower bound in words, since a number would say more than anybody knows."""

    def cell(row: Any) -> Any:
        figure = getattr(row, name)
        if figure is None:
            return None
        return both(N_("at least %(count)s")) % {"count": figure.value} if figure.at_least else figure.value

    return cell


def _last_day(period: Any) -> Any:
    """The last day of a period that the database keeps with the day after it."""
    return period.upper and period.upper.fromordinal(period.upper.toordinal() - 1)


def _role(code: str) -> str:
    """The name of a role in both languages."""
    role = ROLES.get(code)
    return f"{'، '.join(dict.fromkeys(role.ar))} / {', '.join(dict.fromkeys(role.fr))}" if role else code


def _category(row: Any) -> str:
    """The words of a category as the version of the regime says them; its code when no licence names it."""
    licence = row.licence
    found = licence and next(
        (one for one in licence.regime.regime.categories if one.code == row.institution.category), None
    )
    return f"{found.ar} / {found.fr}" if found else str(row.institution.category)


PLACES = columns(
    (N_("Name"), names_of("place")),
    (N_("Level"), coded(kinds.PLACE_LEVELS, "place.level")),
    (N_("Code"), "place.code"),
    (N_("Lies in"), lambda row: "، ".join(names_of()(one) for one in row.path)),
)
REGIONS = columns(
    (N_("Name"), names_of()), (N_("Code"), "code"), (N_("Population in 2024"), "population_2024")
)
ORGANISATIONS = columns(
    (N_("Name"), names_of()),
    (N_("Kind"), coded(kinds.ORGANISATIONS, "kind")),
    (N_("Unit of"), names_of("parent")),
    (N_("Place"), names_of("place")),
)
MEMBERS = columns(
    (N_("Name"), lambda row: row[0].user.display_name),
    (N_("Role"), lambda row: _role(row[0].role)),
    (N_("From"), lambda row: row[0].period.lower),
    (N_("Last day"), lambda row: _last_day(row[0].period)),
    (N_("State"), lambda row: both(kinds.STANDINGS[row[1]])),
)
CONVENTIONS = columns(
    (N_("Title"), "convention.title"),
    (N_("Organisation"), lambda row: "، ".join(names_of()(one) for one in row.bodies)),
    (N_("Reference number"), "convention.number"),
    (N_("Signed on"), "convention.signed_on"),
    (N_("From"), "convention.period.lower"),
    (N_("Last day"), lambda row: _last_day(row.convention.period)),
    (N_("State"), coded(kinds.STANDINGS, "standing")),
)
INSTITUTIONS = columns(
    (N_("Institution"), names_of("institution")),
    (N_("Category"), _category),
    (N_("Place"), names_of("institution.place")),
    (N_("Delegation"), names_of("institution.organisation")),
    (N_("Association"), names_of("institution.association")),
    (N_("Licence"), lambda row: row.licence and row.licence.number),
    (N_("State"), lambda row: row.licence and both(licences.LICENCE_STATES[row.licence.state])),
    (N_("Valid until"), lambda row: row.licence and row.licence.valid_until),
    (N_("Capacity"), _figure("capacity")),
    (N_("Present"), _figure("present")),
    (N_("Counted on"), "present_on"),
    (N_("Lights"), lambda row: "، ".join(both(institutions.LIGHTS[one]) for one in row.lights)),
    (N_("Closed on"), "institution.closed_on"),
)
FILES = columns(
    (N_("Order of arrival"), "file.arrival"),
    (N_("Institution"), names_of("file.institution")),
    (N_("Association"), names_of("file.association")),
    (N_("Regime"), coded(regimes.REGIMES, "file.regime.code")),
    (N_("State"), coded(licences.FILE_STATES, "file.state")),
    (N_("Handed in on"), "file.filed_on"),
    (N_("To be decided by"), lambda row: row.clock and row.clock.due),
    (N_("Decided on"), "file.decided_on"),
)
REGIMES_SHEET = columns(
    (N_("Regime"), coded(regimes.REGIMES, "code")),
    (N_("Version"), "number"),
    (N_("Source"), "source"),
    (N_("Valid from"), "valid_from"),
    (N_("Days to decide"), "regime.days"),
    (N_("Papers"), lambda row: "\n".join(f"{one.ar} / {one.fr}" for one in row.regime.papers)),
)
FIGURES = columns(
    (N_("Organisation"), names_of("organisation")),
    (N_("What is counted"), lambda row: both(kinds.SUBJECTS.get(row.subject, row.subject))),
    (N_("Period"), "period_label"),
    (N_("Figure"), "value"),
    (N_("At least"), "at_least"),
    (N_("How sure it is"), coded(kinds.FIGURE_STATUSES, "status")),
    (N_("Who says it"), "source"),
    (N_("Said on"), "stated_on"),
    (N_("Place"), names_of("place")),
)
TABLES = columns(
    (N_("Organisation"), names_of("organisation")),
    (N_("Title"), "title"),
    (N_("Who says it"), "source"),
    (N_("Said on"), "stated_on"),
    (N_("Wrong totals"), lambda row: sum(1 for one in row.checks if one["printed"] != one["summed"])),
)
INVITATIONS = columns(
    (N_("For whom"), "label"),
    (N_("Role"), lambda row: _role(row.role)),
    (N_("From"), lambda row: row.period.lower),
    (N_("Last day"), lambda row: _last_day(row.period)),
    (N_("Invited on"), "made_at"),
    (N_("Accepted on"), "accepted_at"),
    (N_("Taken back on"), "cancelled_at"),
)
