"""Frozen criteria, who signed them, and their paper: for whoever may see the campaign, and for anybody once published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from twiza.aid.models import Campaign, CriteriaSignature, PublishedCriteria
from twiza.aid.queries.campaigns import partners
from twiza.aid.queries.decision_words import role_words, sentence_of
from twiza.aid.queries.rule_words import when_words
from twiza.aid.rules.documents import PaperTable, document_pdf
from twiza.lib.errors import NotFound
from twiza.lib.text import isolated
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats

__all__ = [
    "are_criteria_signed", "criteria_pdf", "criteria_signatures", "may_sign_criteria", "paper_of", "paper_published",
    "published_criteria", "published_criteria_by_key", "published_criteria_of", "read_rules", "signature_words",
]  # fmt: skip


class NoSuchCriteria(NotFound):
    code = "aid.no_such_criteria"


@dataclass(frozen=True)
class SignedBy:
    """One signature without a name: roles, organisation, day."""

    role: str
    of: str
    on: date


@dataclass(frozen=True)
class CriteriaPaper:
    """What is printed of criteria: nothing in it speaks of a person."""

    title: str
    lead: str
    rules: Sequence[Mapping[str, Any]]
    hash: str
    frozen_at: datetime
    signed: Sequence[SignedBy]


@dataclass(frozen=True)
class ReadRule:
    """A rule in the language that is on: its sentence, what it compares, its points, whether everyone must meet it."""

    sentence: str
    compares: str
    points: int
    must: bool


def criteria_signatures(campaign: Campaign) -> list[CriteriaSignature]:
    """Return the signatures of the criteria of a campaign, the first one first."""
    return list(CriteriaSignature.objects.filter(campaign=campaign).select_related("signer", "signing"))


def are_criteria_signed(campaign: Campaign) -> bool:
    """Say whether two persons signed the criteria as they stand."""
    signed = CriteriaSignature.objects.filter(campaign=campaign, hash=campaign.criteria_hash)
    return len(set(signed.values_list("signer", flat=True))) == 2


def may_sign_criteria(user: Any, campaign: Campaign) -> bool:
    """Say whether this user is expected to sign these criteria now."""
    signatures = criteria_signatures(campaign)
    if (
        not campaign.criteria_hash
        or len(signatures) == 2
        or any(one.signer_id == user.pk for one in signatures)
    ):
        return False
    if not signatures:
        return bool(user.has_perm(Permission.CAMPAIGN_PLAN, campaign.organisation_id))
    turn = partners(campaign) or (campaign.organisation_id,)
    return any(user.has_perm(Permission.LIST_SIGN, one) for one in turn)


def published_criteria_of(campaign: Campaign) -> PublishedCriteria | None:
    """Return the criteria of a campaign as anybody reads them, or None."""
    return PublishedCriteria.objects.filter(campaign=campaign).first()


def published_criteria() -> list[PublishedCriteria]:
    """Return all published criteria, the newest first. Asked for under the purpose FIGURES."""
    return list(PublishedCriteria.objects.order_by("-at"))


def published_criteria_by_key(key: str) -> PublishedCriteria:
    """Return the published criteria with this address, or raise NoSuchCriteria."""
    found = PublishedCriteria.objects.filter(key=key).first()
    if found is None:
        raise NoSuchCriteria(_("No criteria are published at this address."))
    return found


def paper_of(campaign: Campaign) -> CriteriaPaper:
    """Return the paper of the frozen criteria of a campaign."""
    if not campaign.criteria_hash or campaign.criteria is None or campaign.criteria_frozen_at is None:
        raise NoSuchCriteria(_("These criteria are not frozen yet: what can still change is not printed."))
    signed = [
        SignedBy(one.role, str(one.signing), timezone.localdate(one.signed_at))
        for one in criteria_signatures(campaign)
    ]
    return CriteriaPaper(
        campaign.title,
        str(campaign.organisation),
        campaign.criteria["rules"],
        campaign.criteria_hash,
        campaign.criteria_frozen_at,
        signed,
    )


def paper_published(row: PublishedCriteria) -> CriteriaPaper:
    """Return the paper of published criteria: from their row alone."""
    signed = [SignedBy(one["role"], one["of"], date.fromisoformat(one["on"])) for one in row.signed]
    return CriteriaPaper(row.title, row.lead, row.criteria["rules"], row.hash, row.frozen_at, signed)


def read_rules(rules: Sequence[Mapping[str, Any]]) -> list[ReadRule]:
    """Return rules in the language that is on."""
    return [
        ReadRule(
            sentence_of(dict(rule)), when_words(rule["when"]), rule.get("points", 0), rule.get("must", False)
        )
        for rule in rules
    ]


def signature_words(one: SignedBy) -> str:
    """Return who signed, by role and day: never a name."""
    return _("%(role)s of %(organisation)s, on %(day)s") % {
        "role": role_words(one.role),
        "organisation": isolated(one.of),
        "day": formats.day(one.on),
    }


def criteria_pdf(paper: CriteriaPaper, language: str) -> bytes:
    """Return criteria on paper, in "ar" or "fr": sentences, points, version, day, who signed, fingerprint."""
    with override(language):
        read = read_rules(paper.rules)
        rules = PaperTable(
            title=_("Who is on the list, and with how many points"),
            head=(_("Rule"), _("Number of the rule"), _("Points given")),
            rows=[
                (one.sentence, formats.number(number), _points(one))
                for number, one in enumerate(read, start=1)
            ],
            note=_(
                "Whoever does not meet a needed rule is not on the list. The points put the others in order."
            ),
        )
        compared = PaperTable(
            title=_("What each rule looks at"),
            head=(_("What is compared"), _("Number of the rule")),
            rows=[(one.compares, formats.number(number)) for number, one in enumerate(read, start=1)],
            note=_("What is not known of a household counts neither for it nor against it."),
        )
        return document_pdf(
            title=_("Criteria of the campaign: %(title)s") % {"title": paper.title},
            lines=_lines(paper),
            tables=[rules, compared],
            language=language,
        )


def _points(rule: ReadRule) -> str:
    if rule.must and not rule.points:
        return _("needed")
    points = formats.number(rule.points)
    return _("needed, %(points)s") % {"points": points} if rule.must else points


def _lines(paper: CriteriaPaper) -> list[str]:
    frozen = timezone.localtime(paper.frozen_at)
    missing = [] if len(paper.signed) == 2 else [_("One signature is missing: no pool is frozen before it.")]
    return [
        _("Led by %(organisation)s.") % {"organisation": isolated(paper.lead)},
        _("Frozen on %(moment)s, before any name. They do not change any more.")
        % {"moment": formats.moment(frozen)},
        _("Version %(version)s.") % {"version": isolated(paper.hash[:8])},
        *(_("Signed: %(who)s.") % {"who": signature_words(one)} for one in paper.signed),
        *missing,
        _("Fingerprint (SHA-256): %(hash)s") % {"hash": isolated(paper.hash)},
        _("No points of any family are published. Whoever disagrees with a decision says so at any counter."),
    ]
