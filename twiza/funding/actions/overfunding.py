"""A heading that gets more than it costs is told to the funders who asked for it and whom the association agreed to tell."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.grant_conventions import check_presides
from twiza.funding.actions.grants import NotNow, held, record_grant
from twiza.funding.models import Grant, OverfundingConsent, OverfundingNotice
from twiza.funding.queries.overfunding import HeadingStands, grant_stands, newest_notices
from twiza.funding.rules.grants import GrantState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def ask_to_be_told(*, grant: Grant, by: User, at: datetime) -> OverfundingConsent:
    """Ask the association, as its funder, to tell when a heading of this grant gets more than it costs.

    Raises:
        NotNow: the convention is not signed, or it was asked already.
    """
    check(by, Permission.GRANT_DECIDE, grant.organisation_id)
    grant = held(grant)
    if grant.state != GrantState.SIGNED:
        raise NotNow(_("This is asked while the grant runs: after both have signed, before it is closed."))
    if OverfundingConsent.objects.filter(grant=grant, ended_at__isnull=True).exists():
        raise NotNow(_("This was asked already. Open the page of the grant to see where it is."))
    consent = OverfundingConsent.objects.create(
        organisation_id=grant.organisation_id,
        grantee_id=grant.grantee_id,
        grant=grant,
        asked_by=by,
        asked_at=at,
    )
    record_grant("overfunding_asked", grant, by, at)
    return consent


@transaction.atomic
def agree_to_tell(*, consent: OverfundingConsent, by: User, at: datetime) -> OverfundingConsent:
    """Agree, as the president in office, that this funder is told; how the headings stand today is told at once.

    Raises:
        PresidentReplaced: who agrees does not preside today. NotNow: it is agreed or ended.
    """
    check(by, Permission.GRANT_CLAIM, consent.grantee_id)
    check_presides(consent.grantee_id, by, at)
    consent = _running(consent)
    if consent.agreed_at is not None:
        raise NotNow(_("This was agreed already."))
    consent.agreed_by, consent.agreed_at = by, at
    consent.save(update_fields=["agreed_by", "agreed_at"])
    record_grant("overfunding_agreed", consent.grant, by, at)
    tell_overfunding(grant=consent.grant, by=by, at=at)
    return consent


@transaction.atomic
def end_telling(*, consent: OverfundingConsent, by: User, at: datetime) -> OverfundingConsent:
    """End it from either side: the funder's delegate, or the president of the association. What was told stays.

    Raises:
        NotNow: it is ended already. PresidentReplaced: who ends it for the association does not preside today.
    """
    if not by.has_perm(Permission.GRANT_DECIDE, consent.organisation_id):
        check(by, Permission.GRANT_CLAIM, consent.grantee_id)
        check_presides(consent.grantee_id, by, at)
    consent = _running(consent)
    consent.ended_by, consent.ended_at = by, at
    consent.save(update_fields=["ended_by", "ended_at"])
    record_grant("overfunding_ended", consent.grant, by, at)
    return consent


def _running(consent: OverfundingConsent) -> OverfundingConsent:
    found = (
        OverfundingConsent.objects.select_for_update().filter(pk=consent.pk, ended_at__isnull=True).first()
    )
    if found is None:
        raise NotNow(_("This has ended meanwhile. Open the page of the grant to see where it is."))
    return found


def tell_overfunding(*, grant: Grant, by: User, at: datetime) -> None:
    """Tell the funders of an association who are told how their headings stand now, part of an action that has checked who may.

    A heading is told when it gets more than it costs, when that changes, and when it costs no less again.
    """
    consents = OverfundingConsent.objects.filter(
        grantee_id=grant.grantee_id, agreed_at__isnull=False, ended_at__isnull=True
    )
    told = list(consents.select_related("grant"))
    last = {one.heading_id: one for one in newest_notices([one.grant_id for one in told])} if told else {}
    for consent in told:
        for one in grant_stands(consent.grant):
            if _is_news(one, last.get(one.heading.pk)):
                OverfundingNotice.objects.create(
                    organisation_id=consent.organisation_id, grantee_id=consent.grantee_id, grant=consent.grant,
                    consent=consent, heading=one.heading, cost=one.cost, charged=one.charged, by=by, at=at,
                )  # fmt: skip
                record_grant("overfunding_told", consent.grant, by, at, over=one.is_over)


def _is_news(now: HeadingStands, last: OverfundingNotice | None) -> bool:
    if last is None or not last.is_over:
        return now.is_over
    return (now.cost, now.charged) != (last.cost, last.charged)
