"""The appeal of a campaign and its declarations: written down, signed second, published."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.opening import check_outside_elections
from twiza.aid.models import Appeal, Campaign, Declaration
from twiza.aid.rules import legal
from twiza.aid.rules.legal import Basis, Exemption, Proof, Standing
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Place, Processing


class UnfitPaper(DomainError):
    """An authorisation, a declaration or an exemption that does not say what it must."""

    code = "aid.unfit_paper"


class CannotSignDeposit(DomainError):
    """This person may not sign this proof of deposit now."""

    code = "aid.cannot_sign_deposit"


class NotPublished(DomainError):
    """An appeal that cannot be published, or reported on, as it stands."""

    code = "aid.appeal_not_published"


@dataclass(frozen=True)
class Authorisation:
    """What authorises an appeal to the public: all four are on the paper."""

    number: str
    issued_on: date
    authority: str
    scope: str  # where, until when, for what


@dataclass(frozen=True)
class Exempted:
    """Why nothing has to be asked for, and the text that says so."""

    exemption: str
    legal_basis: str


@dataclass(frozen=True)
class Receipt:
    """The receipt of a declaration of distribution."""

    authority: str
    number: str
    received_on: date
    starts_on: date | None = None  # the days that it says; those of the campaign when not given
    ends_on: date | None = None


@dataclass(frozen=True)
class Deposit:
    """A dated proof that the declaration was left where the office gave no receipt. Witnesses stay on their paper."""

    authority: str
    proof: str
    deposited_on: date
    reference: str
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def record_appeal(*, campaign: Campaign, paper: Authorisation | Exempted, by: User, at: datetime) -> Appeal:
    """Write down on what the appeal of a campaign stands. Another one replaces it until it is published.

    Raises:
        UnfitPaper: something is not said, or lies in the future.
        NotPublished: it is published already.
    """
    check(by, Permission.LEGAL_RECORD, campaign)
    words = _appeal_words(paper, timezone.localdate(at))
    return _replace_appeal(campaign, words, by, at)


@transaction.atomic
def ask_urgent_appeal(*, campaign: Campaign, asked_at: datetime, by: User, at: datetime) -> Appeal:
    """Write down that an urgent authorisation was asked for: its answer is waited for, and counted in hours.

    Raises:
        UnfitPaper: asked in the future. NotPublished: the appeal is published already.
    """
    check(by, Permission.LEGAL_RECORD, campaign)
    if asked_at > at:
        raise UnfitPaper(_("It cannot have been asked for later than now."))
    return _replace_appeal(campaign, {"urgent_asked_at": asked_at}, by, at)


def _replace_appeal(campaign: Campaign, words: dict[str, Any], by: User, at: datetime) -> Appeal:
    # one after the other, though there may be no row of an appeal to hold yet
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = Appeal.objects.select_for_update().filter(campaign=campaign, replaced_at__isnull=True).first()
    if before is not None:
        if before.published_at is not None:
            raise NotPublished(_("This appeal is published: what it stands on stays as it is."))
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    asked = {"urgent_asked_at": before.urgent_asked_at} if before is not None else {}
    appeal = Appeal.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        recorded_at=at,
        recorded_by=by,
        **asked | words,
    )
    _record("aid.appeal_recorded", appeal, by, at, basis=appeal.basis, exemption=appeal.exemption)
    return appeal


def _appeal_words(paper: Authorisation | Exempted, today: date) -> dict[str, Any]:
    if isinstance(paper, Exempted):
        return _exempted(paper)
    words = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(paper).items()}
    if not all(words.values()):
        raise UnfitPaper(_("Write the number, the day, the authority and the scope of the authorisation."))
    if paper.issued_on > today:
        raise UnfitPaper(_("The day of the authorisation lies in the future."))
    return words | {"basis": Basis.AUTHORISATION}


def _exempted(paper: Exempted) -> dict[str, Any]:
    if not paper.legal_basis.strip():
        raise UnfitPaper(
            _("Write the legal basis of the exemption: the text and its article, or the decision.")
        )
    return {
        "basis": Basis.EXEMPTION,
        "exemption": Exemption(paper.exemption).value,
        "legal_basis": paper.legal_basis.strip(),
    }


@transaction.atomic
def publish_appeal(*, campaign: Campaign, by: User, at: datetime) -> Appeal:
    """Say that the appeal is made public. The database refuses one without a basis, and any in an election period.

    Raises:
        ElectionFreeze: an election period.
        NotPublished: nothing authorises it, it keeps to members, or it is published already.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    check_outside_elections(at=at)
    appeal = Appeal.objects.select_for_update().filter(campaign=campaign, replaced_at__isnull=True).first()
    if appeal is None or not appeal.basis:
        raise NotPublished(
            _("Write down the authorisation first: its number, day, authority and scope, or the exemption.")
        )
    if queries.is_private(appeal):
        raise NotPublished(
            _("This campaign keeps to its own members and known donors: there is nothing to publish.")
        )
    if appeal.published_at is not None:
        raise NotPublished(_("This appeal is published already."))
    appeal.published_at, appeal.published_by = at, by
    appeal.save(update_fields=["published_at", "published_by"])
    _record("aid.appeal_published", appeal, by, at, basis=appeal.basis)
    return appeal


@transaction.atomic
def end_appeal(*, campaign: Campaign, on: date, by: User, at: datetime) -> Appeal:
    """Say on which day a published appeal ended: the time for its report runs from there.

    Raises:
        NotPublished: nothing was published, or the day does not fit.
    """
    check(by, Permission.LEGAL_RECORD, campaign)
    appeal = _published(campaign)
    if not timezone.localdate(appeal.published_at) <= on <= timezone.localdate(at):
        raise NotPublished(_("It ended between the day it was published and today."))
    appeal.ended_on = on
    appeal.save(update_fields=["ended_on"])
    _record("aid.appeal_ended", appeal, by, at, on=on)
    return appeal


@transaction.atomic
def report_appeal(*, campaign: Campaign, on: date, reference: str, by: User, at: datetime) -> Appeal:
    """Write down that the report on an appeal was given to the authority, with its reference.

    Raises:
        NotPublished: it is not over, or the day does not fit. UnfitPaper: no reference.
    """
    check(by, Permission.LEGAL_RECORD, campaign)
    appeal = _published(campaign)
    if appeal.ended_on is None or not appeal.ended_on <= on <= timezone.localdate(at):
        raise NotPublished(
            _("Say first when the appeal ended; it is reported after that, and not later than today.")
        )
    if not reference.strip():
        raise UnfitPaper(_("Write the reference of the report: its number, or that of its receipt."))
    appeal.reported_on, appeal.report_reference = on, reference.strip()
    appeal.save(update_fields=["reported_on", "report_reference"])
    _record("aid.appeal_reported", appeal, by, at, on=on)
    return appeal


def _published(campaign: Campaign) -> Appeal:
    rows = Appeal.objects.select_for_update().filter(campaign=campaign, replaced_at__isnull=True)
    appeal = rows.filter(published_at__isnull=False).first()
    if appeal is None:
        raise NotPublished(_("No appeal of this campaign is published."))
    return appeal


@transaction.atomic
def record_declaration(
    *,
    campaign: Campaign,
    province: "Place",
    paper: Receipt | Deposit | Exempted,
    by: User,
    at: datetime,
) -> Declaration:
    """Write down how the distribution is declared in a province. Another paper for the same province replaces it.

    A proof of deposit opens nothing until a second person has signed it.

    Raises:
        UnfitPaper: not a province, something is not said, a day in the future, no days of the distribution, or the
            points are open and the new paper would close them.
    """
    check(by, Permission.LEGAL_RECORD, campaign)
    if province.level != "province":
        raise UnfitPaper(_("Choose a province or a prefecture: each is declared to its own governor."))
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)  # it is not opened meanwhile
    words = _declared(paper, timezone.localdate(at)) | _days(paper, campaign)
    if has_reached(campaign.state, CampaignState.DISTRIBUTING):
        if isinstance(paper, Deposit):
            raise UnfitPaper(
                _("The points are open: only a receipt or an exemption replaces what they stand on.")
            )
        if isinstance(paper, Receipt) and not legal.covers(
            (words["starts_on"], words["ends_on"]), (campaign.starts_on, campaign.ends_on)
        ):
            raise UnfitPaper(_("The points are open on days that this paper does not say."))
    held = Declaration.objects.filter(campaign=campaign, province=province, replaced_at__isnull=True)
    held.update(replaced_at=at)
    declaration = Declaration.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        province=province,
        recorded_at=at,
        recorded_by=by,
        **words,
    )
    _record("aid.declaration_recorded", declaration, by, at, province=province.pk, basis=declaration.basis)
    return declaration


def _days(paper: Receipt | Deposit | Exempted, campaign: Campaign) -> dict[str, Any]:
    """Return the days that a paper declares. An exemption holds on any day."""
    if isinstance(paper, Exempted):
        return {}
    first, last = paper.starts_on or campaign.starts_on, paper.ends_on or campaign.ends_on
    if first is None or last is None:
        raise UnfitPaper(_("Write the days that the declaration says, or set those of the campaign first."))
    if last < first:
        raise UnfitPaper(_("The last day comes before the first."))
    return {"starts_on": first, "ends_on": last}


def _declared(paper: Receipt | Deposit | Exempted, today: date) -> dict[str, Any]:
    if isinstance(paper, Exempted):
        return _exempted(paper)
    words = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(paper).items()}
    words = {key: value for key, value in words.items() if key not in ("starts_on", "ends_on")}
    if isinstance(paper, Receipt):
        if not all(words.values()):
            raise UnfitPaper(_("Write the office, the number of the receipt and its day."))
        day, basis = paper.received_on, Basis.RECEIPT
    else:
        words["proof"] = Proof(paper.proof).value
        if not all(words.values()):
            raise UnfitPaper(
                _(
                    "Write the office, how it was left there, the day, and the reference of the letter or the record."
                )
            )
        day, basis = paper.deposited_on, Basis.DEPOSIT
    if day > today:
        raise UnfitPaper(_("The day of the paper lies in the future."))
    return words | {"basis": basis}


@transaction.atomic
def sign_deposit(*, declaration: Declaration, by: User, at: datetime) -> Declaration:
    """Sign a proof of deposit as the second person. The caller has made sure that `by` signed in again just now.

    Raises:
        CannotSignDeposit: the same person wrote it down, it is no deposit, or it is signed or replaced already.
    """
    check(by, Permission.LEGAL_SIGN, declaration)
    declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if declaration.replaced_at or queries.standing_of(declaration) is not Standing.WAITS_FOR_SIGNATURE:
        raise CannotSignDeposit(_("This declaration waits for no signature."))
    if declaration.recorded_by_id == by.pk:
        raise CannotSignDeposit(_("You wrote this down yourself. Another person signs second."))
    declaration.signed_at, declaration.signed_by = at, by
    declaration.save(update_fields=["signed_at", "signed_by"])
    _record("aid.deposit_signed", declaration, by, at, province=declaration.province_id)
    return declaration


@transaction.atomic
def tie_processing(*, campaign: Campaign, processing: "Processing", by: User, at: datetime) -> Campaign:
    """Say which entry of the register of processings a campaign follows: one of the organisation that leads it.

    Raises:
        UnfitPaper: it is of another organisation.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    if processing.organisation_id != campaign.organisation_id:
        raise UnfitPaper(_("Choose an entry of the register of the organisation that leads the campaign."))
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    campaign.processing = processing
    campaign.save(update_fields=["processing"])
    _record("aid.processing_tied", campaign, by, at, processing=processing.pk)
    return campaign


def _record(type: str, target: Any, by: User, at: datetime, **data: Any) -> None:
    campaign = target if isinstance(target, Campaign) else target.campaign
    audit.record(
        type=type,
        target=target,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        campaign=campaign.pk,
        **data,
    )
