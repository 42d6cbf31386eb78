"""Every permission of the house, on one page, in alphabetical order.

The name says the subject and the act; the sentence beside it says what a person may then do.
Which role holds which permission is in `roles.py`.
"""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotAllowed


class Permission(StrEnum):
    """One line each: what a person with it may do, in their own organisation.

    NAME = "subject.act", _("what a person with it may do")
    """

    about: str

    def __new__(cls, value: str, about: Any = "") -> "Permission":
        member = str.__new__(cls, value)
        member._value_ = value
        member.about = about
        return member

    ACCOUNTS_CLOSE = "accounts.close", _("close an account: the person signs in nowhere any more")
    ALERT_RAISE = (
        "alert.raise",
        _("say that a child or somebody is in danger now: what is written is sealed to the listeners"),
    )
    AUDIT_READ = "audit.read", _("read who did what and who looked at what")
    AWARENESS_KEEP = (
        "awareness.keep",
        _("write down awareness sessions: where, about what, for how many"),
    )
    BEDS_KEEP = (
        "beds.keep",
        _("say each day which beds are free at a site for the night, and receive whoever comes"),
    )
    CALENDAR_KEEP = "calendar.keep", _("enter holidays, feasts, souk days and the hours of Ramadan")
    CAMPAIGN_PLAN = "campaign.plan", _("plan a campaign: dates, points, partners, criteria")
    CAMPAIGN_READ = "campaign.read", _("see campaigns, their lists by code, their counts")
    CARDS_ISSUE = "cards.issue", _("make and print the cards of a signed list")
    CASE_SUPERVISE = (
        "case.supervise",
        _(
            "see how many cases each listener carries, in numbers only; plan talks that care for those who listen; in a case of their own team, decide about silences and where the two who must agree do not"
        ),
    )
    CASE_WORK = (
        "case.work",
        _(
            "hold a key of the closed room, listen to people, and work on the cases of which they are in the team"
        ),
    )
    CHECK_DRAW = "check.draw", _("draw by lot, in public, the households that are asked afterwards")
    CHECK_RECORD = (
        "check.record",
        _(
            "ask households of their own organisation afterwards, where it is safe, and write the answers down"
        ),
    )
    CONVENTION_TELL = (
        "convention.tell",
        _("say what was delivered of a convention's promises, confirm or dispute what the others say"),
    )
    DAY_RECONCILE = "day.reconcile", _("count baskets at a point and close its day")
    DECISION_TELL = (
        "decision.tell",
        _("tell a family by its code why it was not selected, and print its sheet"),
    )
    DEMANDS_ANSWER = (
        "demands.answer",
        _("reply to a demand for names, in the name of the organisation that answers for them"),
    )
    DEMANDS_RECORD = ("demands.record", _("write down that somebody asked for names"))
    DIRECTORY_KEEP = (
        "directory.keep",
        _("write services near people into the directory, and say that they are still open"),
    )
    DONORS_KEEP = "donors.keep", _("see donors by name; write down pledges and gifts, give receipts")
    FIGURES_PUBLISH = "figures.publish", _("report on a campaign and publish its figures")
    GRANT_CLAIM = (
        "grant.claim",
        _("ask for a grant, sign its convention, charge invoices to it, report on it"),
    )
    GRANT_DECIDE = (
        "grant.decide",
        _("decide about grants, sign their conventions, let a tranche go by exception"),
    )
    GRANT_EXAMINE = (
        "grant.examine",
        _("write budget lines and calls, examine and score files of grants, pay tranches, rule on reports"),
    )
    HAND_OVER_RECORD = "hand_over.record", _("hand over baskets at a point")
    HAND_OVER_RULE = "hand_over.rule", _("decide at the welcome table what a second use of a card counts for")
    HOUSEHOLD_NOMINATE = "household.nominate", _("bring households of their own organisation into a campaign")
    INCIDENT_HANDLE = (
        "incident.handle",
        _("look into missing baskets and into what was asked of families, at points where they do not work"),
    )
    INSTITUTION_COUNT = (
        "institution.count",
        _(
            "write people present, posts and mandates of an institution of the organisation, or of its register"
        ),
    )
    INSTITUTION_KEEP = "institution.keep", _("keep the register of institutions of a province")
    LEGAL_RECORD = (
        "legal.record",
        _("write down authorisations, declarations and exemptions"),
    )
    LEGAL_SIGN = (
        "legal.sign",
        _("sign second: a proof of deposit in place of a receipt, what is answered to a demand for names"),
    )
    LICENCE_DECIDE = (
        "licence.decide",
        _("decide on licence files, suspend and withdraw licences, write what a regime asks"),
    )
    LICENCE_EXAMINE = "licence.examine", _("examine licence files: papers, visits, opinions")
    LIST_FREEZE = "list.freeze", _("freeze a list and sign it first")
    LIST_SIGN = "list.sign", _("sign a frozen list as the second person")
    MATCHING_AGREE = (
        "matching.agree",
        _("sign that families of the organisation may be compared with a partner's in a shared campaign"),
    )
    MATCHING_DECIDE = (
        "matching.decide",
        _("look for families that two organisations brought into one campaign, and decide on them"),
    )
    MEMBERS_MANAGE = "members.manage", _("invite people, give them a role for a period, end it")
    MONEY_KEEP = (
        "money.keep",
        _("keep the books: deposits, corrections, lists of gifts, restrictions, closing a period"),
    )
    MONEY_READ = "money.read", _("see the journal, balances, receipts and payments; donors by code only")
    MONTH_ANNOUNCE = "month.announce", _("enter the announced first day of a Hijri month")
    NIGHT_ROUND = (
        "night_round.go",
        _("go out at night with a team, hold beds for whoever wants one, ask sites for free beds"),
    )
    OBJECTION_ANSWER = "objection.answer", _("answer an objection to a list that they did not decide on")
    OBJECTION_RECEIVE = "objection.receive", _("write down an objection to a list and give its slip")
    ORGANISATION_EDIT = "organisation.edit", _("change the organisation's own page, sites and conventions")
    ORGANISATION_REGISTER = "organisation.register", _("write a new organisation into the register")
    PARAMETERS_CHANGE = "parameters.change", _("change a dated legal number or delay")
    PAYMENT_MAKE = "payment.make", _("make a payment that somebody else ordered")
    PAYMENT_ORDER = "payment.order", _("order a payment: which invoice, out of which gifts")
    PLACES_EDIT = "places.edit", _("add a neighbourhood, a douar, an annex, another spelling")
    PROTOCOL_ADOPT = (
        "protocol.adopt",
        _("write protocols of the listening centre, and adopt them together with a second person"),
    )
    PSYCHOLOGY_KEEP = (
        "psychology.keep",
        _("open the psychologist's drawer of a case, and hand its key to a colleague when the person agrees"),
    )
    REFERRAL_DESK = (
        "referral.desk",
        _("sit at the desk: receive what other organisations pass on, and answer in the name of their own"),
    )
    REGISTRY_ERASE = "registry.erase", _("erase a person or a household for good, history included")
    REGISTRY_IMPORT = "registry.import", _("bring a list of families into the register, or undo it")
    REGISTRY_MATCH = "registry.match", _("look for people written twice in the own organisation, and decide")
    REGISTRY_MERGE = (
        "registry.merge",
        _("say that two files are one family, or two entries one person; undo it"),
    )
    REGISTRY_READ = "registry.read", _("see the households of the own organisation, by name")
    REGISTRY_WRITE = "registry.write", _("register and correct households, persons and their situation")
    REQUEST_ANSWER = (
        "request.answer",
        _("answer requests made at the counter: a ticket, an orientation, a reasoned answer, a later day"),
    )
    REQUEST_RECEIVE = (
        "request.receive",
        _("write down what somebody asks for at the counter, and tell by its code where it stands"),
    )
    ROOM_FIGURES = (
        "room.figures",
        _("read the numbers of the listening centre, small ones taken out, and make the tables of the year"),
    )
    ROOM_RECOVER = (
        "room.recover",
        _("be one of the two who together bring back the key of a case; sees no case"),
    )
    STOCK_DECIDE = (
        "stock.decide",
        _("open a dossier of customs goods, write for whom goods are, let stopped goods go on"),
    )
    STOCK_KEEP = (
        "stock.keep",
        _("receive, inspect, pack, send, hand out and count goods; draft and sign their records"),
    )
    STOCK_READ = "stock.read", _("see stores, lots, their records and where goods went")
    TICKET_GIVE = (
        "ticket.give",
        _("give numbers at the reception of a listening centre, without name or reason"),
    )
    WINTER_PLAN = (
        "winter.plan",
        _("plan the winter with the committee: nights, sites, teams, decisions, the reserve, its end"),
    )
    WINTER_READ = "winter.read", _("see the plan of the winter and its totals, never a person")
    WORKS_KEEP = (
        "works.keep",
        _("keep projects of works: costs, shares, payments, phases, inventory, the opening"),
    )
    WORKS_READ = (
        "works.read",
        _("see projects of works that the organisation keeps, runs, owns or helps to finance"),
    )


class NoPermission(NotAllowed):
    code = "accounts.no_permission"


def check(by: Any, permission: Permission, thing: Any = None) -> None:
    """Refuse unless this user holds this permission where the thing belongs.

    Args:
        by: the user who acts.
        thing: what is acted on: anything with `organisation_id`, an Organisation, or an
            organisation's id. None asks "anywhere".

    Raises:
        NoPermission: with a sentence that says whom to ask.
    """
    if not by.has_perm(permission, thing):
        raise NoPermission(
            _("Your role does not allow this here. Ask the person who manages members in your organisation.")
        )
