"""What happens to an institution after its licence, made through the real doors. Invented, all of it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client

from twiza.lib.tests.test_clean_photographs import png_with_words
from twiza.network import actions, queries
from twiza.network.models import Inspection, InspectionFinding, Institution, Organisation, Remedy
from twiza.network.tests.given_work import NOON, as_work
from twiza.platform.accounts.models import User

TODAY = NOON.date()
SOON = TODAY + timedelta(days=20)
PNG = png_with_words()


def desk(user, language="fr"):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = language
    return client


def raw(words, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words, values)
        return cursor.rowcount


def given_visit(
    institution: Institution, by: User, *, kind: str = "inspection", announced: bool = False, **more: Any
) -> Inspection:
    """A visit written in full: every line answered yes, but those in `but`: {"exits": "no"}."""
    but = more.pop("but", {})
    on = more.pop("on", TODAY)
    with as_work(by):
        row = actions.plan_inspection(
            institution=institution, kind=kind, on=on, announced=announced, by=by, at=NOON
        )
        answers = {one.code: (but.get(one.code, "yes"), "") for one in row.regime.regime.quality}
        said = {"girls": 31, "boys": 0, "capacity_found": 40} | more
        return actions.write_inspection(
            inspection=row,
            on=on,
            visitors=["delegation", "civil_protection"],
            answers=answers,
            by=by,
            at=NOON,
            **said,
        )


def given_finding(
    inspection: Inspection, by: User, *, severity: str = "serious", **more: Any
) -> InspectionFinding:
    """A finding about the exits."""
    if severity == "danger":
        more = {"done_today": "Porte ouverte", "called": "Protection civile, 15 h"} | more
    with as_work(by):
        return actions.add_finding(
            inspection=inspection, severity=severity, words="Issue de secours fermée", line="exits", by=by, at=NOON,
            **more,
        )  # fmt: skip


def given_signed(institution: Institution, by: User, **more: Any) -> Inspection:
    """A signed visit with one finding to be mended."""
    row = given_visit(institution, by, **more)
    given_finding(row, by)
    with as_work(by):
        actions.sign_inspection(inspection=row, by=by, at=NOON)
        return queries.inspection_for(row.pk)


def given_remedy(inspection: Inspection, by: User, *, due_on: date = SOON, at: datetime = NOON) -> Remedy:
    """What mends the first finding of a visit."""
    with as_work(by):
        finding = queries.finding_for(InspectionFinding.objects.filter(inspection=inspection)[0].pk)
        row = actions.plan_remedy(
            finding=finding, what="Changer la serrure", office="Direction", due_on=due_on, by=by, at=at
        )
        return queries.remedy_for(row.pk)


def life_of_each(institution: Institution, organisation: Organisation, officer: User) -> None:
    """A row of each table of the life of an institution, which the organisation keeps and runs alike."""
    visit = given_visit(institution, officer)
    given_finding(visit, officer)
    with as_work(officer):
        actions.keep_photo(
            inspection=visit, content=PNG, shows="Couloir", nobody_on_it=True, by=officer, at=NOON
        )
        actions.sign_inspection(inspection=visit, by=officer, at=NOON)
        visit = queries.inspection_for(visit.pk)
        actions.answer_inspection(
            inspection=visit, organisation=organisation, words="Vu", by=officer, at=NOON
        )
    remedy = given_remedy(visit, officer)
    with as_work(officer):
        actions.remedy_done(
            remedy=remedy, organisation=organisation, on=TODAY, proof="Facture 8", by=officer, at=NOON
        )
    _papers_of_each(institution, organisation, officer)


def _papers_of_each(institution: Institution, organisation: Organisation, officer: User) -> None:
    """A report with its answer, an incident, a letter with its answer, a bureau with its receipt."""
    with as_work(officer):
        later = datetime(2026, 7, 10, 12, tzinfo=NOON.tzinfo)
        period = queries.periods_asked(institution, today=later.date())[0]
        report = actions.send_report(
            institution=institution, organisation=organisation, period=period, present=[("f", "12-14", 31)],
            entries=3, departures=2, filled={"educator": 2}, meetings=3, by=officer, at=later,
        )  # fmt: skip
        actions.judge_report(report=report, accepted=False, words="Les garçons ?", by=officer, at=later)
        incident = actions.declare_incident(
            institution=institution, organisation=organisation, kind="food", happened_on=TODAY, residents=4, staff=0,
            others=0, first_measure="Médecin appelé", by=officer, at=NOON,
        )  # fmt: skip
        actions.follow_incident(
            incident=incident,
            organisation=organisation,
            words="Tous guéris",
            closes=False,
            by=officer,
            at=NOON,
        )
        letter = actions.write_light_letter(institution=institution, light="unlicensed", by=officer, at=NOON)
        actions.answer_light_letter(letter=letter, words="Dossier préparé", by=officer, at=NOON)
        bureau = given_bureau(organisation, officer)
        actions.show_receipt(bureau=bureau, number="88/2026", on=TODAY, by=officer, at=NOON)


def given_bureau(association: Organisation, by: User, *, president: str = "Salma") -> Any:
    """A bureau elected today, without its receipt."""
    return actions.elect_bureau(
        organisation=association, assembly_on=TODAY, minutes="PV 2/2026", president=president, treasurer="Nadia",
        secretary="Hassan", last_day=TODAY + timedelta(days=1095), by=by, at=NOON,
    )  # fmt: skip


def given_change(
    institution: Institution, organisation: Organisation, by: User, kind: str = "capacity", **more: Any
) -> Any:
    """A declaration of today: 60 people, unless something else is said."""
    said: dict[str, Any] = {"starts_on": TODAY, "papers": "PV 9/2026", "papers_on": TODAY}
    said |= {"capacity": 60} if kind == "capacity" else {}
    with as_work(by):
        row = actions.declare_change(
            institution=institution, organisation=organisation, kind=kind, by=by, at=NOON, **said | more
        )
        return queries.change_for(row.pk)


def one_change_of_each(
    institution: Institution, organisation: Organisation, site: Any, officer: User
) -> None:
    """A declaration answered and one that waits, a corrected mandate, a site that was left."""
    change = given_change(institution, organisation, officer)
    with as_work(officer):
        actions.receive_change(change=change, by=officer, at=NOON)
        actions.refuse_change(change=change, words="Plan manquant", by=officer, at=NOON)
        given_change(institution, organisation, officer, "director", holder="Nezha")
        mandate = actions.open_mandate(
            institution=institution, organisation=organisation, office="committee", holder="Hasan", paper="PV 4/2026",
            starts_on=TODAY, last_day=None, by=officer, at=NOON,
        )  # fmt: skip
        actions.correct_mandate(
            mandate=mandate, organisation=organisation, holder="Hassan", paper="PV 4/2026", starts_on=TODAY,
            last_day=None, reason="Nom mal écrit", by=officer, at=NOON,
        )  # fmt: skip
        actions.leave_site(
            institution=institution, site=site, on=TODAY, paper="PV 5/2026", by=officer, at=NOON
        )
        actions.place_institution(institution=institution, site=site, by=officer, at=NOON)
