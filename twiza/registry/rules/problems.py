"""What can be wrong with a row: a code, and two sentences (why, what would work)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from twiza.lib.errors import N_


@dataclass(frozen=True)
class Problem:
    """One value that could not be taken as it is.

    `read` is what stood in the cell. `blocking` problems keep their row out until it is corrected;
    the others are said and the row is good.
    """

    code: str
    read: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocking(self) -> bool:
        return self.code not in NOTES

    @property
    def why(self) -> str:
        return SENTENCES[self.code][0]

    @property
    def would_work(self) -> str:
        return SENTENCES[self.code][1]


NOTES = {
    "phone.unknown",
    "phone.many",
    "category.unknown",
    "size.members",
    "age.not_used",
    "place.outside",
    "place.words",
    "relationship.unknown",
}

SENTENCES: dict[str, tuple[str, str]] = {
    "name.missing": (N_("There is no name."), N_("Write the name of the person.")),
    "name.not_a_name": (N_("This is not a name."), N_("Write the name in letters.")),
    "name.too_long": (N_("This name is too long."), N_("Write only the name, up to 200 letters.")),
    "name.formula": (
        N_("A formula stands in place of the name."),
        N_("Copy the column and paste it as values."),
    ),
    "date.unreadable": (
        N_("This is not a date we can read."),
        N_("Write day/month/year, for example 05/03/1980, or only the year."),
    ),
    "date.day_month": (
        N_("Day and month seem to be in the other order."),
        N_("Write the day first: %(would)s."),
    ),
    "date.short_year": (
        N_("The year has two digits and could be either century."),
        N_("Write the year with four digits: %(one)s or %(other)s."),
    ),
    "date.not_in_calendar": (
        N_("There is no such day in the calendar."),
        N_("Correct the day or the month."),
    ),
    "date.hijri": (
        N_("This looks like a Hijri date."),
        N_("Write the date of the civil calendar, or only its year."),
    ),
    "date.future": (N_("This date is in the future."), N_("Correct the year.")),
    "date.too_old": (N_("This date is more than 125 years ago."), N_("Correct the year.")),
    "age.unreadable": (N_("This is not an age."), N_("Write a number of years from 0 to 125.")),
    "age.not_used": (
        N_("This age was not used: the date of birth is used."),
        N_("Nothing needs to be done."),
    ),
    "phone.unknown": (
        N_("This does not look like a phone number; it is kept as written."),
        N_("A number like 0612345678 or +212612345678."),
    ),
    "phone.many": (
        N_("There are more than two phone numbers; the first two are kept."),
        N_("Keep the two most useful numbers."),
    ),
    "sex.unknown": (
        N_("This is not a sex we can read."),
        N_("Write ذكر or أنثى, M or F, or leave it empty."),
    ),
    "size.unreadable": (
        N_("This is not a number of persons."),
        N_("Write the number of persons in digits, from 1 to 60."),
    ),
    "size.missing": (
        N_("How many persons they are is missing."),
        N_("Write the number of persons in digits, from 1 to 60."),
    ),
    "near_place.missing": (N_("The neighbourhood is missing."), N_("Choose the neighbourhood.")),
    "size.members": (
        N_("The sheet says %(stated)s persons and lists %(counted)s members; both are kept."),
        N_("Correct the number or the list of members."),
    ),
    "count.unreadable": (N_("This is not a number."), N_("Write the number in digits.")),
    "yes_no.unreadable": (N_("This is neither yes nor no."), N_("Write نعم or لا, oui or non.")),
    "category.unknown": (
        N_("This is not a category we know; it is not noted."),
        N_("Use a word of the list of categories."),
    ),
    "relationship.unknown": (
        N_("This relationship is not known; the person is kept as a member."),
        N_("Write for example spouse, son, daughter, mother."),
    ),
    "place.unknown": (
        N_("No place of this name or code is known."),
        N_("Write the name of a commune of Morocco, or its official code."),
    ),
    "place.many": (
        N_("Several places have this name: %(places)s."),
        N_("Add the province, or write the official code."),
    ),
    "place.outside": (
        N_("This is the code of a place outside Morocco; it is kept as written."),
        N_("Nothing needs to be done."),
    ),
    "place.words": (
        N_("This place is not in the list of places; it is kept as written."),
        N_("Nothing needs to be done."),
    ),
    "household.two_heads": (
        N_("Household %(household)s has two heads."),
        N_("Keep one head; give the other member another relationship."),
    ),
    "household.unknown": (
        N_("Household %(household)s is not on the sheet of households."),
        N_("Correct the number, or add the household."),
    ),
    "household.twice": (
        N_("The number %(household)s is given to two households."),
        N_("Give each household its own number."),
    ),
    "household.no_members": (
        N_("No member of household %(household)s can be read on the sheet of persons."),
        N_("Add its members there, or correct them."),
    ),
    "household.no_number": (
        N_("The number of the household is missing."),
        N_("Write the number of the household."),
    ),
    "household.member_problem": (
        N_("Another row of household %(household)s has a problem."),
        N_("Correct that row; the household is then read whole."),
    ),
    "cell.formula": (
        N_("A formula without a value stands here."),
        N_("Copy the column and paste it as values."),
    ),
}
