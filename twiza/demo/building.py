"""The three building projects of Khenifra, followed phase by phase. The projects and their communes are those of the text;
costs, shares, partners and days are invented, and their papers say so ("demo"): nothing here is known of the real ones.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.demo.cast import CEDAR
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of
from twiza.funding import actions as funding
from twiza.funding.rules.works import PHASES
from twiza.network import queries as places

PAPER = "ورقة مفترضة (عرض)"
INDH, COUNCIL, REGION = (
    "المبادرة الوطنية للتنمية البشرية (مساهمة مفترضة)",
    "الجماعة (مساهمة مفترضة)",
    "المجلس الإقليمي (مساهمة مفترضة)",
)


@dataclass(frozen=True)
class Building:
    """One project: its commune, names, kind, invented cost and shares, how many phases are behind it."""

    commune: str
    said: str
    name_ar: str
    name_fr: str
    category: str
    cost: int
    shares: tuple[tuple[str, int], ...]
    behind: int


BUILDINGS = (
    Building(
        "05.301.07.03", "أجلموس", "مركز تأهيل وإدماج الأشخاص في وضعية إعاقة", "Centre de réhabilitation et d'insertion",
        "disability", 4_000_000, ((INDH, 2_400_000), (COUNCIL, 1_000_000), (REGION, 600_000)), 4,
    ),
    Building(
        "05.301.07.15", "", "فضاء متعدد الوظائف للنساء", "Espace multifonctionnel pour femmes",
        "women", 1_800_000, ((INDH, 1_200_000), (COUNCIL, 300_000)), 1,
    ),
    Building(
        "05.301.01.01", "", "مركب اجتماعي للمرأة والطفل", "Complexe social femme et enfant",
        "complex", 6_500_000, ((INDH, 4_000_000), (REGION, 2_500_000)), 5,
    ),
)  # fmt: skip


def follow_buildings(diary: Diary, delegation: Any, delegate: Any, source: str, at: datetime) -> None:
    """Write the three projects with their shares, phases, a payment, what is late and a reserve."""
    today = timezone.localdate(at)
    for number, one in enumerate(BUILDINGS):
        project = funding.propose_works(
            organisation=delegation.pk, title_ar=one.name_ar, title_fr=one.name_fr, category=one.category,
            place=places.place_by_code(one.commune).pk, place_said=one.said, programme="indh-2",
            cost=Decimal(one.cost),
            shares=[funding.PartnerShare(Decimal(amount), partner_said=name, reference=PAPER) for name, amount in one.shares],
            operator=organisation_of(diary, CEDAR).pk if number == 1 else None,
            owner_said=COUNCIL, supervisor_said="مكتب دراسات مفترض (عرض)", source=source,
            on=today - timedelta(days=400), reference=PAPER, by=delegate, at=at,
        )  # fmt: skip
        _go_on(project, one, today, delegate, at)


def _go_on(project: Any, one: Building, today: date, delegate: Any, at: datetime) -> None:
    said = {"by": delegate, "at": at}
    for number, phase in enumerate(PHASES[1 : one.behind + 1], start=1):
        day = today - timedelta(days=360 - 55 * number)
        funding.plan_phase(project=project, phase=phase, on=day - timedelta(days=12), **said)
        if phase == "accepted":
            funding.accept_works(
                project=project, on=day, reference=PAPER,
                reserves=[("تسرب في سطح الجناح الشرقي", today + timedelta(days=20))], **said,
            )  # fmt: skip
        else:
            funding.reach_phase(project=project, phase=phase, on=day, reference=PAPER, **said)
    following = PHASES[one.behind + 1]
    funding.plan_phase(project=project, phase=following, on=today - timedelta(days=25), **said)
    # the same amount again gives the share back, to pay half of it
    share = funding.share_cost(
        project=project,
        share=funding.PartnerShare(Decimal(one.shares[1][1]), partner_said=one.shares[1][0]),
        **said,
    )
    funding.pay_share(
        share=share, amount=Decimal(one.shares[1][1]) / 2, on=today - timedelta(days=90), reference=PAPER, **said
    )  # fmt: skip
