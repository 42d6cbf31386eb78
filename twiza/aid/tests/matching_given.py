"""Two associations with families in one campaign, under a convention that both signed. Invented, all of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from twiza.aid import actions
from twiza.aid.models import CampaignAgreement, MatchRun
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.matching import FIELDS, Compared, FamilyPair
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, Story, given_association, given_campaign
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions as registry
from twiza.registry.rules.people import HouseholdData, PersonData

KHADIJA = {"sex": "female", "birth_on": date(1980, 3, 4), "birth_precision": "day", "phone": "0600012345"}


@dataclass
class TwoDoors:
    """`lead` coordinates, `partner` shares; the convention is signed by both and attached."""

    lead: Story
    partner: Story
    convention: Any
    agreement: CampaignAgreement

    @property
    def campaign(self) -> Any:
        return self.lead.campaign


def given_family(story: Story, *members: PersonData, place: str = ZONES[0]) -> Any:
    """Write a family into the register of an association."""
    with story.work():
        return registry.register_household(
            organisation=story.organisation.pk,
            household=HouseholdData(size=4, place_words=place),
            members=list(members),
            by=story.amina,
            at=NOON,
        )


def given_convention(lead: Story, partner: Story, **more: Any) -> Any:
    """A convention of both, signed on paper, and for comparing families by neither yet."""
    options = {"starts_on": LONG_AGO, "signed_on": LONG_AGO, **more}
    with lead.work(lead.hassan):
        return network.sign_convention(
            organisation=lead.organisation,
            title="اتفاقية رمضان",
            parties=[network.Party(one.organisation, "partner") for one in (lead, partner)],
            by=lead.hassan,
            at=NOON,
            **options,
        )


def let_compare(convention: Any, *stories: Story) -> None:
    """Sign, for each of these, that its families may be compared."""
    for story in stories:
        with story.work(story.hassan):
            network.sign_sharing(
                convention=convention, organisation=story.organisation, by=story.hassan, at=timezone.now()
            )


def attach(lead: Story, convention: Any) -> CampaignAgreement:
    with lead.work():
        return actions.attach_agreement(
            campaign=lead.campaign, convention=convention, by=lead.amina, at=timezone.now()
        )


def bring(story: Story, campaign: Any, *households: Any) -> None:
    """Bring families of the register into a campaign."""
    with story.work():
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=[GivenHousehold(one.pk, ZONES[0], 4, {}) for one in households],
            by=story.amina,
            at=NOON,
        )


def given_two_doors(suffix: str = "") -> TwoDoors:
    """Khadija's family knocked at both doors, once in each script; each side has another family of its own."""
    lead = given_association(f"Association Tissaout{suffix}", f"-lead{suffix}")
    partner = given_association(f"Association Sebou{suffix}", f"-partner{suffix}")
    campaign = given_campaign(lead)
    with lead.work():
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=lead.amina, at=NOON)
        lead.campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=lead.amina, at=NOON)
    ours = given_family(lead, PersonData(name_arabic="خديجة المنصوري", relationship="head", **KHADIJA))
    other = given_family(lead, PersonData(name_arabic="رشيد التازي", relationship="head", sex="male"))
    theirs = given_family(partner, PersonData(name_latin="Mansouri Khadija", relationship="head", **KHADIJA))
    alone = given_family(partner, PersonData(name_latin="Saida Lahlou", relationship="head", sex="female"))
    bring(lead, lead.campaign, ours, other)
    bring(partner, lead.campaign, theirs, alone)
    convention = given_convention(lead, partner)
    let_compare(convention, lead, partner)
    return TwoDoors(lead, partner, convention, attach(lead, convention))


def given_run(doors: TwoDoors, **values: Any) -> MatchRun:
    """A ticket that was not used yet; call it inside the manager's context."""
    options = {
        "campaign": doors.campaign,
        "organisation": doors.lead.organisation,
        "agreement": doors.agreement,
        "started_by": doors.lead.amina,
        "started_at": timezone.now(),
    }
    return MatchRun.objects.create(**options | values)


def compare(doors: TwoDoors) -> MatchRun:
    """Read the rows and keep the pair of Khadija, as the job does; comparing itself takes seconds. Opens its contexts."""
    by = doors.lead.amina
    with doors.lead.work():
        run = given_run(doors)
    with acting_as(by.pk, purpose=Purpose.MATCHING):
        people = actions.rows_to_match(run.pk)
    first, second = sorted(one.nomination for one in people if one.record.phone == KHADIJA["phone"])
    pair = FamilyPair(first, second, sure=True, words=dict.fromkeys(FIELDS, "same"))
    with doors.lead.work():
        run = MatchRun.objects.get(pk=run.pk)
        compared = Compared([pair], "0" * 64)
        actions.keep_pairs(run=run, compared=compared, families=4, by=by, at=timezone.now())
    return run
