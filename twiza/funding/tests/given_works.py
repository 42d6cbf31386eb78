"""Projects of works, made through the real doors. Invented people and sums; the places are those of the seed.

Meriem keeps the file at the delegation, Hassan presides over the association that will run it, Salma over a partner;
Idir works elsewhere.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from twiza.funding import actions
from twiza.funding.models import WorksProject
from twiza.network import actions as network
from twiza.network.tests.given import given_member, given_organisation, given_place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
AGUELMOUS = "05.301.07.03"


@dataclass
class Builders:
    """A delegation, the association that will run the institution, a partner, and their people."""

    keeper: Any
    operator: Any
    partner: Any
    meriem: User
    hassan: User
    salma: User
    idir: User
    place: Any

    def at(self, user: User | None = None) -> Any:
        """Open the context of somebody at work; Meriem's when nobody is named."""
        return acting_as((user or self.meriem).pk, purpose=Purpose.WORK)


def given_builders(suffix: str = "", *, keeper: Any = None, meriem: Any = None) -> Builders:
    """Three bodies with somebody in each, and the commune of Aguelmous."""
    keeper = keeper or given_organisation(f"Délégation{suffix}", kind="provincial_unit")
    operator = given_organisation(f"Association Atlas{suffix}", name_ar="جمعية الأطلس")
    partner = given_organisation(f"Fondation Ziz{suffix}", kind="foundation")
    elsewhere = given_organisation(f"Ailleurs{suffix}", kind="provincial_unit")

    def member(name: str, role: str, where: Any) -> User:
        return given_member(f"{name}{suffix}", role, where)

    return Builders(
        keeper,
        operator,
        partner,
        meriem or member("Meriem", "licensing_grants_officer", keeper),
        member("Hassan", "association_president", operator),
        member("Salma", "association_president", partner),
        member("Idir", "provincial_delegate", elsewhere),
        given_place(AGUELMOUS),
    )


def given_works(one: Builders, *, shares: Any = None, **more: Any) -> WorksProject:
    """A project of 1,000,000: half by a commune that is only named, 300,000 by the partner. Call it as its keeper."""
    if shares is None:
        shares = [
            actions.PartnerShare(Decimal(500000), partner_said="Commune inventée", reference="Conv. 1"),
            actions.PartnerShare(Decimal(300000), partner=one.partner.pk),
        ]
    said = {
        "title_ar": "مركز تأهيل", "title_fr": "Centre de réhabilitation", "category": "disability",
        "place": one.place.pk, "place_said": "أجلموس", "programme": "indh-2", "cost": Decimal(1000000),
        "operator": one.operator.pk, "owner_said": "Commune inventée", "supervisor_said": "Bureau inventé",
        "source": "Lettre inventée", "on": date(2026, 1, 10), "reference": "L-1/2026",
    } | more  # fmt: skip
    return actions.propose_works(organisation=one.keeper.pk, shares=shares, by=one.meriem, at=NOON, **said)


def finance(one: Builders, project: WorksProject) -> None:
    """Have the rest promised."""
    actions.share_cost(
        project=project, share=actions.PartnerShare(Decimal(200000), partner_said="Conseil inventé"), by=one.meriem, at=NOON
    )  # fmt: skip


def reach(one: Builders, project: WorksProject, phase: str, **more: Any) -> WorksProject:
    """Write one phase."""
    said = {"on": TODAY, "reference": f"PV-{phase}", "by": one.meriem, "at": NOON} | more
    return actions.reach_phase(project=project, phase=phase, **said)


def given_accepted(one: Builders) -> WorksProject:
    """A project whose works were accepted with one reserve."""
    project = given_works(one)
    finance(one, project)
    for phase in ("studied", "financed", "let", "works"):
        reach(one, project, phase)
    return actions.accept_works(
        project=project, on=TODAY, reference="PV-9", reserves=[("شق في الجدار", date(2026, 7, 1))], by=one.meriem,
        at=NOON,
    )  # fmt: skip


def bring(one: Builders, project: WorksProject) -> Any:
    """Write a line of the inventory."""
    return actions.add_item(
        project=project, what="كراسي متحركة", count=12, condition="new", handed_to="Hassan, président",
        handed_on=TODAY, reference="BL-3", by=one.meriem, at=NOON,
    )  # fmt: skip


def one_works_of_each(organisation: Any, by: User, suffix: str) -> None:
    """Rows of each table, for an organisation that keeps works."""
    officer = given_member(f"Works{suffix}", "licensing_grants_officer", organisation)
    one = given_builders(f"-w{suffix}", keeper=organisation, meriem=officer)
    network.load_regimes(at=NOON)
    with one.at():
        programme = actions.write_programme(
            organisation=organisation.pk, name_ar="برنامج", name_fr="", by=officer, at=NOON
        )
        project = given_accepted(one)
        bring(one, project)
        share = actions.share_cost(
            project=given_works(one, programme="", own_programme=programme),
            share=actions.PartnerShare(Decimal(1000), partner_said="Autre"), by=officer, at=NOON,
        )  # fmt: skip
        actions.pay_share(share=share, amount=Decimal(10), on=TODAY, reference="VIR-1", by=officer, at=NOON)
        actions.plan_phase(project=project, phase="equipped", on=TODAY, by=officer, at=NOON)
