"""The network of the delegation of Khenifra as the text states it: figures that somebody says, never counted by us.

A lower bound stays one, nothing is added up: the lists may overlap. The day of the speech is not known. The three
building projects are named by their commune; the institutions that would make up the figures are not invented.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.demo.building import follow_buildings
from twiza.demo.cast import CEDAR, DELEGATION
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.network import actions as network
from twiza.network import queries as places
from twiza.network.rules.figures import Figure, Status
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

SOURCE = "Discours de la délégation provinciale, Voltus, mai 2022"  # seed 003, in the language of its source
PROVINCE = "05.301"

# subject (network/rules/kinds.py), value, whether it is only a lower bound
FIGURES = (
    ("eps_licensed", 34, False),
    ("eps_being_licensed", 5, False),
    ("cef", 23, True),
    ("kindergartens", 13, False),
    ("social_complexes", 3, True),
    ("disability_centres", 2, False),
)
# commune, kind of site, names: buildings of the national human development initiative
PROJECTS = (
    ("05.301.07.03", "مركز تأهيل وإدماج الأشخاص في وضعية إعاقة", "Centre de réhabilitation et d'insertion"),
    ("05.301.07.15", "فضاء متعدد الوظائف للنساء", "Espace multifonctionnel pour femmes"),
    ("05.301.01.01", "مركب اجتماعي للمرأة والطفل", "Complexe social femme et enfant"),
)
# the text writes the name of one commune otherwise than HCP
ALIAS = ("05.301.07.03", "أجلموس")


def build_network(diary: Diary, at: datetime) -> None:
    """Write the figures with their source and status, the three projects, and the other spelling."""
    delegate = player_of(diary, "delegate")
    with acting_as(delegate.pk, purpose=Purpose.WORK):
        delegation = organisation_of(diary, DELEGATION)
        province = places.place_by_code(PROVINCE)
        for subject, value, at_least in FIGURES:
            network.state_figure(
                organisation=delegation,
                subject=subject,
                figure=Figure(Decimal(value), Status.CLAIMED, at_least, SOURCE),
                place=province,
                by=delegate,
                at=at,
            )
        commune, spelling = ALIAS
        network.add_alias(
            place=places.place_by_code(commune), name=spelling, organisation=delegation, by=delegate, at=at
        )
        for commune, name_ar, name_fr in PROJECTS:
            network.open_site(
                organisation=delegation,
                kind="construction",
                name_ar=name_ar,
                name_fr=name_fr,
                place=places.place_by_code(commune),
                source=SOURCE,
                by=delegate,
                at=at,
            )
        _sign_convention(diary, delegation, delegate, at)
        follow_buildings(diary, delegation, delegate, SOURCE, at)


def _sign_convention(diary: Diary, delegation: Any, delegate: Any, at: datetime) -> None:
    """Sign with an invented association a convention that ends soon: it waits on the delegation's today page."""
    today = timezone.localdate(at)
    cedar = organisation_of(diary, CEDAR)
    convention = network.sign_convention(
        organisation=delegation,
        title="تدبير فضاء متعدد الوظائف للنساء (عرض)",
        parties=[
            network.Party(delegation, "supervisor"),
            network.Party(cedar, "operator"),
        ],
        starts_on=today - timedelta(days=305),
        ends_on=today + timedelta(days=60),
        subject="تسيير يومي وورشات تكوين",
        by=delegate,
        at=at,
    )
    said = {"convention": convention, "organisation": delegation, "by": delegate, "at": at}
    equipment = network.promise(
        party=delegation,
        kind="equipment",
        words="تجهيز ورشة الخياطة",
        due_on=today - timedelta(days=40),
        **said,
    )
    network.promise(
        party=delegation, kind="money", amount=Decimal(60000), due_on=today + timedelta(days=20), **said
    )
    network.promise(
        party=cedar,
        kind="staff",
        agreement="محضر الاجتماع (عرض)",
        words="مؤطرتان كل يوم",
        due_on=today - timedelta(days=10),
        **said,
    )
    network.tell_delivery(
        commitment=equipment, on=today - timedelta(days=30), words="ثماني آلات خياطة", whole=True,
        reference="سند تسليم مفترض (عرض)", by=delegate, at=at,
    )  # fmt: skip
