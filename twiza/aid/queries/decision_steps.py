"""How a decision came about, step by step: what, when, by whom; never who the household is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from twiza.aid.models import ListEntry
from twiza.aid.queries.criteria_papers import criteria_signatures
from twiza.aid.queries.decision_words import role_words
from twiza.aid.queries.decisions import Decision
from twiza.aid.queries.pages import ledger_lines
from twiza.aid.queries.whereabouts import CAUSES, WHEREABOUTS_SAID
from twiza.aid.rules.whereabouts import WhereaboutsAnswer
from twiza.lib.text import isolated
from twiza.platform.files import queries as files
from twiza.platform.web import formats
from twiza.registry.rules.whereabouts import Cause


@dataclass(frozen=True)
class Step:
    """One thing that was done, by whom, with what it says."""

    what: str
    at: datetime | None
    who: str = ""
    detail: str = ""


def decision_steps(decision: Decision, reasons: Mapping[str, Any]) -> list[Step]:
    """Return what led to a decision and what followed, in order. `reasons`: why an addendum was made, in words."""
    return [*_frozen(decision), *_listed(decision, reasons), *_after(decision)]


def reason_files(campaign: Any) -> list[Any]:
    """Return the prints of a campaign's reason sheets that are still kept, newest first."""
    return files.files_of_kind(f"aid.reasons.{campaign.pk}")


def _frozen(decision: Decision) -> Iterator[Step]:
    season = decision.season
    if season.campaign.criteria_frozen_at:
        version = season.campaign.criteria_hash[:16]
        yield Step(
            _("The criteria were frozen, before any name"),
            season.campaign.criteria_frozen_at,
            detail=_("Version of the rules: %(version)s") % {"version": isolated(version)},
        )
        for signature in criteria_signatures(season.campaign):
            yield Step(_("The criteria were signed"), signature.signed_at, _signer(signature))
    if season.judging:
        counts = {
            "households": formats.number(season.judging.households),
            "eligible": formats.number(season.judging.eligible),
        }
        yield Step(
            _("Every household of the pool was judged by the same rules"),
            season.judging.judged_at,
            str(season.judging.judged_by.display_name),
            _("%(households)s households, %(eligible)s of them eligible") % counts,
        )
    if season.pool:
        for one in season.pool.signatures.all():
            yield Step(_("The pool was signed"), one.signed_at, _signer(one))
    if season.draw:
        yield Step(
            _("Digits were drawn before witnesses"),
            season.draw.entered_at,
            detail=_("Digits: %(digits)s, witnesses: %(witnesses)s")
            % {"digits": isolated(season.draw.digits), "witnesses": formats.number(season.draw.witnesses)},
        )


def _listed(decision: Decision, reasons: Mapping[str, Any]) -> Iterator[Step]:
    places = {one.list_id: one.place for one in decision.entries}
    for frozen in decision.season.lists:
        here = places.get(frozen.pk)
        if frozen.number and here is None:
            continue  # an addendum that does not speak of this household
        where = (
            _("selected")
            if here == ListEntry.SELECTED
            else _("in reserve")
            if here
            else _("this household is not on it")
        )
        if frozen.number:
            why = reasons.get(frozen.reason_code, frozen.reason_code)
            what = _("Addendum %(number)s") % {"number": frozen.number}
            yield Step(what, frozen.frozen_at, str(frozen.frozen_by.display_name), f"{where}: {why}")
        else:
            yield Step(_("The list was frozen"), frozen.frozen_at, str(frozen.frozen_by.display_name), where)
        for one in frozen.signatures.all():
            yield Step(_("The list was signed"), one.signed_at, _signer(one))


def _after(decision: Decision) -> Iterator[Step]:
    if decision.taken_off:
        yield Step(_("Taken off the list after an objection"), decision.taken_off.signed_at)
    if decision.right:
        state = ledger_lines([decision.right])[0][1]
        yield Step(
            _("A card was made"),
            decision.right.created_at,
            detail=f"{isolated(decision.right.point.name)} · {state}",
        )
    if decision.aside:
        aside = decision.aside
        yield Step(
            _("It left the list, and who brought it was asked whether it is still there"),
            aside.asked_at,
            str(aside.asked_by.display_name),
            str(CAUSES[Cause(aside.cause)]),
        )
        if aside.answered_at and aside.answered_by:
            answer = str(WHEREABOUTS_SAID[WhereaboutsAnswer(aside.answer)])
            yield Step(_("It was answered"), aside.answered_at, str(aside.answered_by.display_name), answer)
    elif decision.withdrawn:
        yield Step(_("This code was taken back by who brought it"), None)


def _signer(one: Any) -> str:
    return f"{isolated(one.signer.display_name)} · {role_words(one.role)} · {isolated(str(one.signing))}"
