"""The pack of a handover: what goes on in an office, frozen; what both sides say of it; what waits for them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries as aid
from twiza.funding import queries as funding
from twiza.lib.errors import N_, NotFound
from twiza.lib.text import isolated
from twiza.network import queries as network
from twiza.network.rules.licences import FILE_STATES
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats
from twiza.reporting.models import Handover, HandoverAnswer, HandoverSignature, HandoverWord, Promise
from twiza.reporting.queries.press import named
from twiza.reporting.queries.province import late_of
from twiza.reporting.rules.handovers import (
    AHEAD_DAYS,
    OFFICE,
    Item,
    Section,
    digest_of,
    read_pack,
)
from twiza.shelter import queries as shelter

MOST = 200  # of one kind in a pack; what is beyond is said as a count
SOON = 7
OVER = ("reported", "archived")


class NoSuchHandover(NotFound):
    code = "reporting.no_such_handover"


class NoSuchPromise(NotFound):
    code = "reporting.no_such_promise"


def both(sentence: str, **words: Any) -> dict[str, Any]:
    """Say a sentence in both languages; a word that is called with a language says itself in it."""
    said: dict[str, Any] = {}
    for language in ("ar", "fr"):
        with translation.override(language):
            filled = {key: one(language) if callable(one) else one for key, one in words.items()}
            said[language] = gettext(sentence) % filled
    return said


def name_of(thing: Any) -> Callable[[str], str]:
    """Return what says the name of a thing in a language."""
    return lambda language: named(thing, language)


def in_words(say: Callable[[Any], str], value: Any) -> Callable[[str], str]:
    """Return what says a value by a format of the language of the moment."""
    return lambda _language: isolated(say(value))


def pack_sections(
    organisation: Any, user: Any, *, keys: str, open_cases: int | None, on: date
) -> list[Section]:
    """Return what an office hands over, as things stand: counts, bodies and files, no person.

    Args:
        keys: where keys and passwords are kept.
        open_cases: as the supervisor of listening says; None: nobody said.
    """
    last = on + timedelta(days=AHEAD_DAYS)
    files, _count = network.files_at_risk(organisation, today=on)
    late = late_of(organisation, network.register_on(organisation, on=on), files, on)
    return [
        Section("risks", _risks(late)),
        Section("deadlines", _deadlines(organisation, files, on, last)),
        Section("conventions", _conventions(organisation, on)),
        Section("tranches", _tranches(organisation, on, last)),
        Section("licences", _licences(files)),
        Section("running", _running(user, organisation, open_cases)),
        Section("promises", _promises(organisation, on)),
        Section("objections", _objections(user, organisation)),
        Section("keys", [Item("keys", keys, keys)]),
    ]


def _risks(late: Any) -> list[Item]:
    said: list[tuple[str, Any, str]] = [
        ("files", len(late.files), N_("Licence files past their day: %(count)s")),
        ("tranches", late.tranches.count, N_("Tranches past their day: %(count)s, in all %(sum)s")),
        ("reports", late.reports.count, N_("Reports on paid tranches that were not sent: %(count)s")),
        ("commitments", len(late.commitments), N_("Commitments of partners past their day: %(count)s")),
        ("own", len(late.own) + len(late.promises), N_("Promises of the delegation itself past their day: %(count)s")),
        ("over", late.over_capacity, N_("Institutions over their capacity: %(count)s")),
        ("expired", late.expired, N_("Institutions whose safety paper has expired: %(count)s")),
    ]  # fmt: skip
    return [
        Item(
            f"risk:{code}",
            **both(
                sentence,
                count=in_words(formats.number, count),
                sum=in_words(formats.money, late.tranches.sum),
            ),
            late=True,
        )
        for code, count, sentence in said
        if count
    ]


def _deadlines(organisation: Any, files: list[Any], on: date, last: date) -> list[Item]:
    items = [
        Item(
            f"due:file:{one.file.pk}",
            **both(N_("Decide on the licence file of %(name)s"), name=name_of(one.file.institution)),
            due=one.clock.due,
        )
        for one in files
        if one.clock and one.clock.due and on <= one.clock.due <= last
    ]
    items += [
        Item(
            f"due:licence:{one.pk}",
            **both(N_("The licence of %(name)s ends"), name=name_of(one.institution)),
            due=one.valid_until,
        )
        for one in network.licences_ending(organisation, on=on, last=last)
    ]
    items += [
        Item(
            f"due:commitment:{one.commitment.pk}",
            **both(
                N_("%(body)s promised: %(what)s"),
                body=name_of(one.commitment.organisation),
                what=one.commitment.words or in_words(formats.money, one.commitment.amount),
            ),
            due=one.commitment.due_on,
        )
        for one in network.commitments_due(organisation, first=on, last=last)
    ]
    return sorted(items, key=lambda one: (one.due or last, one.key))[:MOST]


def _conventions(organisation: Any, on: date) -> list[Item]:
    rows = network.running_conventions(organisation, on=on)
    items = [
        Item(
            f"convention:{one.pk}",
            **both(N_("“%(title)s”"), title=isolated(one.title)),
            due=one.period.upper - timedelta(days=1) if one.period.upper else None,
        )
        for one in rows[:MOST]
    ]
    return items + _rest("conventions", rows.count() - len(items))


def _tranches(organisation: Any, on: date, last: date) -> list[Item]:
    rows = funding.tranches_waiting(organisation.pk, last=last)
    items = [
        Item(
            f"tranche:{one.pk}",
            **both(
                N_("Tranche %(number)s of %(name)s: %(sum)s"),
                number=one.number,
                name=name_of(one.grant.grantee),
                sum=in_words(formats.money, one.amount),
            ),
            due=one.due_on,
            late=one.due_on < on,
        )
        for one in rows
    ]
    everything = funding.tranches_due(organisation.pk, first=None, last=last).count
    return items + _rest("tranches", everything - len(items))


def _licences(files: list[Any]) -> list[Item]:
    return [
        Item(
            f"file:{one.file.pk}",
            **both(
                N_("%(name)s: %(state)s"),
                name=name_of(one.file.institution),
                state=lambda _language, state=one.file.state: gettext(FILE_STATES[state]),
            ),
            due=one.clock.due if one.clock else None,
            late=bool(one.clock and one.clock.is_late),
        )
        for one in files
    ]


def _running(user: Any, organisation: Any, open_cases: int | None) -> list[Item]:
    campaigns = sum(one.state not in OVER for one in aid.campaigns_of(user))
    winters = shelter.winters_of(user).filter(closed_at__isnull=True).count()
    unknown = N_("Open cases of listening: not known to this office")
    return [
        Item("count:campaigns", **both(N_("Campaigns that run: %(count)s"), count=campaigns)),
        Item("count:winters", **both(N_("Winters that run: %(count)s"), count=winters)),
        Item(
            "count:cases",
            **(
                both(unknown)
                if open_cases is None
                else both(N_("Open cases of listening, as a count only: %(count)s"), count=open_cases)
            ),
        ),
    ]


def _promises(organisation: Any, on: date) -> list[Item]:
    rows = open_promises(organisation.pk)
    items = [
        Item(
            f"promise:{one.pk}",
            **both(N_("%(what)s, promised to %(to)s"), what=isolated(one.what), to=isolated(one.to)),
            due=one.due_on,
            late=one.due_on is not None and one.due_on < on,
        )
        for one in rows[:MOST]
    ]
    return items + _rest("promises", rows.count() - len(items))


def _objections(user: Any, organisation: Any) -> list[Item]:
    waiting = aid.unanswered(aid.campaigns_of(user))
    if not waiting:
        return []
    return [
        Item(
            "count:objections",
            **both(N_("Objections to lists without an answer: %(count)s"), count=len(waiting)),
            due=waiting[0].due_on,
        )
    ]


def _rest(code: str, count: int) -> list[Item]:
    """What a pack does not name one by one is at least counted."""
    if count <= 0:
        return []
    return [Item(f"rest:{code}", **both(N_("And %(count)s more, in the register"), count=count))]


def handovers_of(organisation: UUID) -> list[Handover]:
    """Return the packs of an office, the newest first, with the sides that signed."""
    rows = Handover.objects.filter(organisation_id=organisation).select_related("hands_over")
    return list(rows.prefetch_related("signatures").order_by("-at")[:50])


def handover_for(user: Any, id: UUID) -> Handover:
    """Return a pack to whoever keeps the register of its body. Raises NoSuchHandover."""
    row = Handover.objects.filter(pk=id).select_related("organisation", "hands_over").first()
    if row is None or not user.has_perm(Permission.INSTITUTION_KEEP, row.organisation_id):
        raise NoSuchHandover(_("There is no such handover here."))
    return row


def sections_of(handover: Handover) -> list[Section]:
    """Return the sections of a pack, as they were frozen."""
    return read_pack(handover.content)


def answers_of(handover: Handover) -> dict[str, HandoverAnswer]:
    """Return item → what the joint meeting said of it."""
    return {one.item: one for one in HandoverAnswer.objects.filter(handover=handover)}


def words_of(handover: Handover) -> list[HandoverWord]:
    """Return the lines of who leaves, in their order."""
    return list(HandoverWord.objects.filter(handover=handover).order_by("number"))


def signatures_of(handover: Handover) -> list[HandoverSignature]:
    """Return who signed the minutes, the side that leaves first."""
    return list(HandoverSignature.objects.filter(handover=handover).select_related("by").order_by("-side"))


def items_without_answer(handover: Handover) -> int:
    """Return how many items of a pack wait for their answer."""
    items = {one.key for section in sections_of(handover) for one in section.items}
    return len(items - set(answers_of(handover)))


def minutes_digest(handover: Handover) -> str:
    """Return the hash of what is signed: the pack by its hash, the lines, the answers."""
    words = [[one.number, one.kind, one.words, one.why] for one in words_of(handover)]
    answers = sorted([one.item, one.accepted, one.words] for one in answers_of(handover).values())
    return digest_of(handover.digest, words, answers)


def is_whole(handover: Handover) -> bool:
    """Say whether the pack is still what was hashed when it was made."""
    return handover.digest == digest_of(
        handover.office, handover.why, handover.ends_on.isoformat(), handover.content
    )


def open_promises(organisation: UUID) -> QuerySet[Promise]:
    """Return the promises of an office of which nobody said what became, the first due first."""
    return Promise.objects.filter(organisation_id=organisation, outcome__isnull=True).order_by(
        "due_on", "made_on"
    )


def promises_of(organisation: UUID) -> list[Promise]:
    """Return the promises of an office, open ones first, then by their day."""
    rows = Promise.objects.filter(organisation_id=organisation).select_related("outcome")
    return list(rows.order_by("outcome__on", "due_on", "-made_on")[:MOST])


def promise_for(user: Any, id: UUID) -> Promise:
    """Return a promise to whoever keeps the register of its body. Raises NoSuchPromise."""
    row = Promise.objects.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.INSTITUTION_KEEP, row.organisation_id):
        raise NoSuchPromise(_("There is no such promise here."))
    return row


def handed_over_on(organisation: UUID) -> date | None:
    """Return the day on which an office was last taken over: both sides had signed."""
    row = (
        HandoverSignature.objects.filter(organisation_id=organisation, side="in")
        .filter(handover__signatures__side="out")
        .order_by("-at")
        .first()
    )
    return timezone.localdate(row.at) if row else None


def holds(user: Any, organisation: UUID, office: str, *, on: date) -> bool:
    """Say whether a person holds an office on a day."""
    return (organisation, office) in network.roles_of(user.pk, on=on)


def office_ends_on(user: Any, organisation: Any, *, on: date) -> date | None:
    """Return the last day of the delegate's mandate of this person; None without one, or without a term."""
    return network.office_ends_on(user.pk, organisation.pk, OFFICE, on=on)
