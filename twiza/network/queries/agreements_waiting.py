"""What waits of conventions on the today pages of every party: ends, promises due or late, words to be said."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from twiza.lib.today import Due, Level
from twiza.network.models import Convention, Organisation
from twiza.network.queries import kinds_waiting as kinds
from twiza.network.queries.conventions import ending_soon
from twiza.network.queries.deliveries import Promise, last_day_of, promises_in
from twiza.network.rules.deliveries import ALERTS, DUE_SOON, Said, Word, alert_of
from twiza.platform.web.sentences import later

_READ = ("title", "period", "ended_on")
_AFTER = 90  # days for which a convention that is over and not closed is called
_NEWS = 30  # days for which an end that was written is news
_TO_SAY = ngettext_lazy(
    "Say whether %(count)s delivery under “%(title)s” was received",
    "Say whether %(count)s deliveries under “%(title)s” were received",
    "count",
)
_DISPUTED = ngettext_lazy(
    "Look at %(count)s promise under “%(title)s” whose delivery is disputed",
    "Look at %(count)s promises under “%(title)s” whose delivery is disputed",
    "count",
)
_OURS = ngettext_lazy(
    "Deliver %(count)s promise under “%(title)s”, or say that it was delivered",
    "Deliver %(count)s promises under “%(title)s”, or say that they were delivered",
    "count",
)
_THEIRS = ngettext_lazy(
    "%(name)s owes %(count)s promise under “%(title)s”",
    "%(name)s owes %(count)s promises under “%(title)s”",
    "count",
)
_STILL = 365  # days after its end in which what was promised is still asked for


def ends_waiting(mine: list[Organisation], *, on: date) -> list[Due]:
    """Return the alerts of ends: 90, 30 and 0 days before, over and not closed, ended lately."""
    if not mine:
        return []
    lines = [_ending(one, on) for one in ending_soon(mine, on=on, days=ALERTS[0] + 1)]
    over = Convention.objects.filter(parties__overlap=[one.pk for one in mine]).filter(
        Q(ended_on__isnull=True, period__endswith__lte=on, period__endswith__gt=on - timedelta(days=_AFTER))
        | Q(ended_on__lte=on, ended_on__gt=on - timedelta(days=_NEWS))
    )
    return lines + [_over(one) for one in over.only(*_READ).order_by("period__endswith")]


def _page(convention: Convention) -> Any:
    return reverse_lazy("network:show_convention", args=[convention.pk])


def _ending(convention: Convention, on: date) -> Due:
    last = convention.period.upper - timedelta(days=1)
    left = (last - on).days
    stage = alert_of(last, on=on)
    if stage == 0:
        sentence: Any = _("Today is the last day of the convention “%(title)s”: decide what follows")
    elif stage == 30:
        sentence = ngettext_lazy(
            "%(count)s day left to decide what follows the convention “%(title)s”",
            "%(count)s days left to decide what follows the convention “%(title)s”",
            "count",
        )  # fmt: skip
    else:
        sentence = _("Decide what follows the convention “%(title)s”")
    return Due(
        later(sentence, title=convention.title, count=left),
        _page(convention),
        last,
        kind=kinds.CONVENTION_ENDS,
    )


def _over(convention: Convention) -> Due:
    if convention.ended_on is not None:
        return Due(
            later(_("The convention “%(title)s” has ended"), title=convention.title),
            _page(convention),
            convention.ended_on,
            Level.CHANGED,
            kinds.CONVENTION_ENDS,
        )
    return Due(
        later(
            _("The convention “%(title)s” is over: write how it ended, or what prolongs it"),
            title=convention.title,
        ),
        _page(convention),
        last_day_of(convention),
        kind=kinds.CONVENTION_ENDS,
    )


def promises_waiting(speaks_for: list[Organisation], *, on: date) -> list[Due]:
    """Return, for whoever speaks for these bodies: what they owe, what is owed to them, deliveries to confirm."""
    if not speaks_for:
        return []
    ours = {one.pk for one in speaks_for}
    rows = Convention.objects.filter(parties__overlap=list(ours)).filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=on - timedelta(days=_STILL)),
        Q(ended_on__isnull=True) | Q(ended_on__gt=on - timedelta(days=_STILL)),
    )
    conventions = {one.pk: one for one in rows.only(*_READ)}
    return [
        line
        for pk, promises in promises_in(list(conventions.values()), on=on).items()
        for line in _of_one(conventions[pk], promises, ours, on)
    ]


def _of_one(convention: Convention, promises: list[Promise], ours: set[UUID], on: date) -> Iterable[Due]:
    last_day = last_day_of(convention)

    def due_of(one: Promise) -> date | None:
        return one.terms.due_on or last_day

    called = [
        (due, one)
        for one in promises
        if one.tally.covered_on is None
        and one.tally.word in (Word.LATE, Word.ON_ITS_WAY)
        and (due := due_of(one)) is not None
        and due <= on + timedelta(days=DUE_SOON)
    ]
    by_body: dict[UUID, list[tuple[date, Promise]]] = {}
    for due, one in called:
        by_body.setdefault(one.commitment.organisation_id, []).append((due, one))
    for body, owed in by_body.items():
        promisor, due = owed[0][1].commitment.organisation, min(due for due, _one in owed)
        yield _owed(convention, len(owed), due, promisor, mine=body in ours)
    to_say = sum(
        line.state is Said.SAID and line.delivery.organisation_id not in ours
        for one in promises
        for line in one.deliveries
    )
    if to_say:
        yield Due(
            later(_TO_SAY, count=to_say, title=convention.title),
            _page(convention),
            kind=kinds.DELIVERIES_TO_SAY,
        )
    disputed = sum(
        one.tally.word is Word.DISPUTED and one.commitment.organisation_id in ours for one in promises
    )
    if disputed:
        yield Due(
            later(_DISPUTED, count=disputed, title=convention.title), _page(convention), kind=kinds.DISPUTED
        )


def _named(body: Organisation) -> str:
    """The name in the language of who reads."""
    first, second = (body.name_ar, body.name_fr) if get_language() == "ar" else (body.name_fr, body.name_ar)
    return first or second


def _owed(convention: Convention, count: int, due: date, promisor: Organisation, *, mine: bool) -> Due:
    words = {"count": count, "title": convention.title}
    if mine:
        return Due(later(_OURS, **words), _page(convention), due, kind=kinds.WE_OWE)
    return Due(
        later(_THEIRS, **words, name=_named(promisor)),
        _page(convention),
        due,
        Level.CHANGED,
        kinds.OTHERS_OWE,
    )
