"""The roles of the house, on one page, in words that a person who does not program can review.

A role is held in one organisation, for a period. It gives its permissions there and nowhere else, except those
listed under `everywhere`. What each permission means is on the page `permissions.py`. The same page for reading
is made from this one: `docs/reference/roles.md`, and "Roles" in the application.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts.permissions import Permission as P
from twiza.platform.accounts.roles.bundles import (
    ANSWERS_FOR_CAMPAIGNS,
    ANSWERS_OBJECTIONS,
    AT_THE_DOOR,
    DECIDES_GRANTS,
    EVERYBODY,
    EXAMINES_FILES,
    EXAMINES_LICENCES,
    KEEPS_MONEY,
    LISTENS,
    RUNS_CAMPAIGNS,
)


@dataclass(frozen=True)
class Role:
    """A role held in one organisation for a period.

    Attributes:
        code: stable key, stored in the membership.
        ar, fr: the name as a woman and as a man hold it.
        en: the name in English.
        about: what this person does, in plain sentences.
        may: permissions, in the organisation of the membership only.
        everywhere: permissions that hold in every organisation.
        may_invite: the roles to which this person may invite others (with the permission to manage members).
        needs_second_factor: the role is not held without a code from a telephone, or a passkey.
    """

    code: str
    ar: tuple[str, str]
    fr: tuple[str, str]
    en: str
    about: str | Promise
    may: frozenset[P] = field(default_factory=frozenset)
    everywhere: frozenset[P] = field(default_factory=frozenset)
    may_invite: tuple[str, ...] = ()
    needs_second_factor: bool = True

    def label(self, language: str, addressed_as: str = "") -> str:
        """Return the name in a language: feminine ("f"), masculine ("m"), or both when not said."""
        if language == "en":
            return self.en
        feminine, masculine = self.fr if language == "fr" else self.ar
        both = feminine if feminine == masculine else f"{feminine} / {masculine}"
        return {"f": feminine, "m": masculine}.get(addressed_as, both)

    def label_for(self, user: Any) -> str:
        """Return the name of the role as this person is addressed, in the language of the moment."""
        return self.label((get_language() or "ar")[:2], user.addressed_as)

    @property
    def name(self) -> str:
        """The name in the language of the moment, in both forms."""
        return self.label((get_language() or "ar")[:2])

    @property
    def sentences(self) -> list[str]:
        """What the role gives in its own organisation, in words."""
        return [one.about for one in P if one in self.may | EVERYBODY]

    @property
    def sentences_everywhere(self) -> list[str]:
        """What the role gives in every organisation, in words."""
        return [one.about for one in P if one in self.everywhere]

    @property
    def invites(self) -> list[str]:
        """The names of the roles to which this one invites."""
        return [ROLES[code].name for code in self.may_invite]


# Whom a centre works with, from its door to its store; an association; the platform
_IN_A_CENTRE = (
    "counter", "listener", "listening_supervisor", "psychologist", "store_keeper", "point_volunteer", "site_keeper",
)  # fmt: skip
_IN_AN_ASSOCIATION = (
    *_IN_A_CENTRE, "centre_director", "treasurer", "donor_desk", "campaign_manager", "auditor",
)  # fmt: skip
_ANYWHERE = (
    *_IN_AN_ASSOCIATION, "association_president", "provincial_delegate", "licensing_grants_officer",
    "platform_administrator", "round_leader", "committee_secretary", "committee_member",
)  # fmt: skip

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "counter",
            ar=("موظفة الاستقبال", "موظف الاستقبال"),
            fr=("agente d'accueil", "agent d'accueil"),
            en="reception agent",
            about=_(
                "Receives whoever knocks: writes down what is asked for, gives a slip with a code and a date, answers. Sees no family's file."
            ),
            may=AT_THE_DOOR | frozenset({P.CAMPAIGN_READ, P.OBJECTION_RECEIVE, P.TICKET_GIVE}),
        ),
        Role(
            "listener",
            ar=("مستمعة", "مستمع"),
            fr=("écoutante", "écoutant"),
            en="listener",
            about=_("Receives and listens to people in a centre, and keeps their files in a closed room."),
            may=AT_THE_DOOR | LISTENS | {P.REGISTRY_READ, P.REGISTRY_WRITE},
        ),
        Role(
            "listening_supervisor",
            ar=("مشرفة على الاستماع", "مشرف على الاستماع"),
            fr=("superviseuse de l'écoute", "superviseur de l'écoute"),
            en="supervisor of listening",
            about=_(
                "Supports the listeners and sees how much each carries, in numbers; is asked into the team of difficult cases, and looks into emergency entries. Sees no case whose team they are not in."
            ),
            may=AT_THE_DOOR | LISTENS | {P.CASE_SUPERVISE, P.PROTOCOL_ADOPT, P.ROOM_FIGURES},
        ),
        Role(
            "psychologist",
            ar=("أخصائية نفسية", "أخصائي نفسي"),
            fr=("psychologue", "psychologue"),
            en="psychologist",
            about=_(
                "Supports people in a centre and is asked into the team of their cases. Keeps notes of their own that only they read, and whom the person allows."
            ),
            may=AT_THE_DOOR | frozenset({P.CASE_WORK, P.PSYCHOLOGY_KEEP, P.TICKET_GIVE}),
        ),
        Role(
            "centre_director",
            ar=("مديرة المركز", "مدير المركز"),
            fr=("directrice du centre", "directeur du centre"),
            en="centre director",
            about=_(
                "Runs one centre: its team, its hours, its quality. Does not read the files of the closed room; with a second officer, brings back the key of one, unread."
            ),
            may=AT_THE_DOOR
            | ANSWERS_OBJECTIONS
            | frozenset({P.CAMPAIGN_READ, P.CHECK_RECORD, P.HOUSEHOLD_NOMINATE, P.OBJECTION_RECEIVE})
            | frozenset(
                {
                    P.DEMANDS_RECORD,
                    P.LEGAL_RECORD,
                    P.LEGAL_SIGN,
                    P.PROTOCOL_ADOPT,
                    P.ROOM_FIGURES,
                    P.ROOM_RECOVER,
                }
            )
            | frozenset({P.REGISTRY_READ, P.REGISTRY_WRITE, P.REGISTRY_IMPORT, P.REGISTRY_ERASE})
            | frozenset(
                {P.CONVENTION_TELL, P.REGISTRY_MERGE, P.REGISTRY_MATCH, P.ORGANISATION_EDIT, P.WORKS_READ}
            )
            | frozenset({P.INSTITUTION_COUNT, P.MEMBERS_MANAGE, P.PLACES_EDIT, P.BEDS_KEEP}),
            may_invite=_IN_A_CENTRE,
        ),
        Role(
            "association_president",
            ar=("رئيسة الجمعية", "رئيس الجمعية"),
            fr=("présidente de l'association", "président de l'association"),
            en="association president",
            about=_(
                "Answers for the association: signs lists and conventions, invites people, ends their roles. With a second officer, brings back the key of a case of the closed room, unread."
            ),
            may=ANSWERS_FOR_CAMPAIGNS
            | AT_THE_DOOR
            | frozenset(
                {
                    P.CONVENTION_TELL,
                    P.GRANT_CLAIM,
                    P.MONEY_READ,
                    P.PAYMENT_ORDER,
                    P.REGISTRY_READ,
                    P.REGISTRY_WRITE,
                    P.REGISTRY_IMPORT,
                    P.REGISTRY_ERASE,
                    P.REGISTRY_MERGE,
                    P.REGISTRY_MATCH,
                    P.INSTITUTION_COUNT,
                    P.ORGANISATION_EDIT,
                    P.MEMBERS_MANAGE,
                    P.PLACES_EDIT,
                    P.ROOM_RECOVER,
                    P.BEDS_KEEP,
                    P.WORKS_READ,
                }
            ),
            may_invite=_IN_AN_ASSOCIATION,
        ),
        Role(
            "treasurer",
            ar=("أمينة المال", "أمين المال"),
            fr=("trésorière", "trésorier"),
            en="treasurer",
            about=_("Keeps the money of the association and its receipts. Sees amounts, never families."),
            may=KEEPS_MONEY,
        ),
        Role(
            "donor_desk",
            ar=("المكلفة بالمحسنين", "المكلف بالمحسنين"),
            fr=("chargée des dons", "chargé des dons"),
            en="donor desk",
            about=_(
                "Receives benefactors: writes down what they promise and give, hands them a receipt. Sees no family."
            ),
            may=frozenset({P.CAMPAIGN_READ, P.DONORS_KEEP, P.MONEY_READ}),
        ),
        Role(
            "store_keeper",
            ar=("أمينة المخزن", "أمين المخزن"),
            fr=("magasinière", "magasinier"),
            en="store keeper",
            about=_(
                "Receives goods, inspects them, packs baskets, sends them to the points, counts the store. Sees codes, never names."
            ),
            may=frozenset({P.STOCK_KEEP, P.STOCK_READ}),
        ),
        Role(
            "campaign_manager",
            ar=("المسؤولة عن الحملة", "المسؤول عن الحملة"),
            fr=("responsable de campagne", "responsable de campagne"),
            en="campaign manager",
            about=_(
                "Prepares a campaign from its criteria to its report, and freezes its list for signature."
            ),
            may=RUNS_CAMPAIGNS
            | AT_THE_DOOR
            | frozenset(
                {
                    P.MONEY_READ,
                    P.PAYMENT_ORDER,
                    P.REGISTRY_READ,
                    P.REGISTRY_WRITE,
                    P.REGISTRY_IMPORT,
                    P.REGISTRY_MATCH,
                    P.REGISTRY_MERGE,
                    P.PLACES_EDIT,
                }
            ),
        ),
        Role(
            "point_volunteer",
            ar=("متطوعة في نقطة التوزيع", "متطوع في نقطة التوزيع"),
            fr=("bénévole au point de distribution", "bénévole au point de distribution"),
            en="volunteer at a point",
            about=_("Hands over baskets at one distribution point on the day. Sees codes, never names."),
            may=frozenset({P.HAND_OVER_RECORD}),
            needs_second_factor=False,
        ),
        Role(
            "provincial_delegate",
            ar=("المندوبة الإقليمية", "المندوب الإقليمي"),
            fr=("déléguée provinciale", "délégué provincial"),
            en="provincial delegate",
            about=_(
                "Directs the provincial delegation: sees its network of institutions, signs its decisions."
            ),
            may=AT_THE_DOOR
            | ANSWERS_OBJECTIONS
            | DECIDES_GRANTS
            | frozenset({P.CAMPAIGN_READ, P.LIST_SIGN, P.MATCHING_AGREE, P.MONTH_ANNOUNCE})
            | frozenset(
                {
                    P.CALENDAR_KEEP,
                    P.DEMANDS_ANSWER,
                    P.DEMANDS_RECORD,
                    P.LEGAL_RECORD,
                    P.LEGAL_SIGN,
                    P.ROOM_FIGURES,
                }
            )
            | frozenset({P.ORGANISATION_EDIT, P.ORGANISATION_REGISTER, P.MEMBERS_MANAGE, P.PLACES_EDIT})
            | EXAMINES_LICENCES
            | {P.LICENCE_DECIDE, P.WINTER_PLAN, P.WINTER_READ},
            may_invite=(
                "licensing_grants_officer",
                "centre_director",
                "counter",
                "listener",
                "auditor",
                "round_leader",
                "committee_secretary",
                "committee_member",
            ),
        ),
        Role(
            "licensing_grants_officer",
            ar=("المكلفة بالتراخيص والمنح", "المكلف بالتراخيص والمنح"),
            fr=(
                "chargée des autorisations et des subventions",
                "chargé des autorisations et des subventions",
            ),
            en="licensing and grants officer",
            about=_(
                "Examines licence and grant files at the delegation, and writes organisations into the register."
            ),
            may=AT_THE_DOOR | EXAMINES_FILES | EXAMINES_LICENCES,
        ),
        Role(
            "committee_secretary",
            ar=("كاتبة اللجنة", "كاتب اللجنة"),
            fr=("secrétaire du comité", "secrétaire du comité"),
            en="committee secretary",
            about=_(
                "Keeps the papers of the provincial committee: plan of the winter, minutes, decisions, totals of each night. Sees no person."
            ),
            may=frozenset({P.WINTER_PLAN, P.WINTER_READ}),
            may_invite=("committee_member",),
        ),
        Role(
            "committee_member",
            ar=("عضوة في اللجنة", "عضو في اللجنة"),
            fr=("membre du comité", "membre du comité"),
            en="committee member",
            about=_(
                "Sits in the provincial committee for one of its bodies: sees the plan of the winter and its totals, never a person."
            ),
            may=frozenset({P.WINTER_READ}),
        ),
        Role(
            "round_leader",
            ar=("قائدة الجولة الليلية", "قائد الجولة الليلية"),
            fr=("cheffe de maraude", "chef de maraude"),
            en="leader of a night round",
            about=_(
                "Goes out at night with a team to people who sleep outside, offers what they choose, and holds a bed for whoever wants one."
            ),
            may=frozenset({P.DEMANDS_RECORD, P.NIGHT_ROUND, P.WINTER_READ}),
        ),
        Role(
            "site_keeper",
            ar=("المكلفة بالإيواء", "المكلف بالإيواء"),
            fr=("responsable d'hébergement", "responsable d'hébergement"),
            en="keeper of a shelter site",
            about=_(
                "Keeps the beds of a site: says each day which are free, receives whoever comes, reads the rules of the house aloud."
            ),
            may=frozenset({P.BEDS_KEEP, P.DEMANDS_RECORD, P.WINTER_READ}),
        ),
        Role(
            "auditor",
            ar=("المدققة", "المدقق"),
            fr=("auditrice", "auditeur"),
            en="auditor",
            about=_(
                "Reads the logs and the lists by code, asks for a name when it is needed. Changes nothing."
            ),
            may=frozenset({P.CAMPAIGN_READ, P.AUDIT_READ, P.MONEY_READ, P.STOCK_READ}),
        ),
        Role(
            "platform_administrator",
            ar=("مسيرة المنصة", "مسير المنصة"),
            fr=("administratrice de la plateforme", "administrateur de la plateforme"),
            en="platform administrator",
            about=_(
                "Keeps the platform running: organisations, accounts, parameters. Sees no family and no case."
            ),
            may=frozenset(
                {
                    P.ACCOUNTS_CLOSE,
                    P.AUDIT_READ,
                    P.CALENDAR_KEEP,
                    P.ORGANISATION_EDIT,
                    P.PARAMETERS_CHANGE,
                    P.PLACES_EDIT,
                }
            ),
            everywhere=frozenset({P.MEMBERS_MANAGE, P.ORGANISATION_REGISTER}),
            may_invite=_ANYWHERE,
        ),
    )
}


def permissions_of(role: str, *, elsewhere: bool = False) -> frozenset[P]:
    """Return what a role may do: in its own organisation, or elsewhere. An unknown role may do nothing."""
    known = ROLES.get(role)
    if known is None:
        return frozenset()
    return known.everywhere if elsewhere else known.may | known.everywhere | EVERYBODY


def invitable_by(roles: Iterable[str]) -> list[Role]:
    """Return the roles to which a person who holds these may invite, in the order of the page."""
    allowed = {code for role in roles if role in ROLES for code in ROLES[role].may_invite}
    return [role for role in ROLES.values() if role.code in allowed]
