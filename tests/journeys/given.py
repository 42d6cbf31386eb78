"""One of each thing that has a page of its own, made through the real doors: what the arguments of addresses need.

Whoever adds an address with arguments adds a line to ROWS, and `one_of_each` to the `given.py` of the app.
"""

import hashlib
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from tests.journeys.addresses import Address, every_address
from twiza.network import actions
from twiza.network.tests.given import LONG_AGO, given_member, given_organisation
from twiza.network.tests.given_life import given_bureau
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.roles import ROLES
from twiza.platform.accounts.tests.given import PASSWORD, given_authenticator

ROOT = Path(__file__).resolve().parents[2]

# Beginning of a route → argument → (model whose first row it shows, field that gives it). Add a line with each.
# A third part says which rows are meant.
ROWS: dict[str, dict[str, tuple[str, str] | tuple[str, str, dict[str, str]]]] = {
    "accounts/factors/keys/": {"pk": ("mfa.Authenticator", "pk")},
    "accounts/parameters/": {"name": ("accounts.Parameter", "name")},
    "aid/agreements/": {"id": ("aid.CampaignAgreement", "pk")},
    "aid/campaigns/": {"id": ("aid.Campaign", "pk")},
    "aid/checked/": {"id": ("aid.CheckedHousehold", "pk")},
    "aid/customs/": {"id": ("aid.CustomsDossier", "pk")},
    "aid/issues/": {"id": ("aid.GoodsIssue", "pk")},
    "aid/lots/": {"id": ("aid.Lot", "pk")},
    "aid/packings/": {"id": ("aid.Packing", "pk")},
    "aid/pledges/": {"id": ("funding.Pledge", "pk", {"kind": "goods"})},
    "aid/receipts/": {"id": ("funding.Receipt", "pk", {"gift__means": "goods"})},
    "aid/records/": {"id": ("aid.GoodsRecord", "pk")},
    "aid/stores/": {"id": ("aid.Store", "pk")},
    "aid/transfers/": {"id": ("aid.Transfer", "pk")},
    "aid/calendar/days/": {"id": ("aid.CalendarDay", "pk")},
    "aid/calendar/souks/": {"id": ("aid.SoukDay", "pk")},
    "aid/declarations/": {"id": ("aid.Declaration", "pk")},
    "aid/demands/": {"id": ("aid.NameDemand", "pk")},
    "aid/doors/": {"id": ("aid.DeliveryStop", "pk")},
    "aid/lanes/": {"id": ("aid.Lane", "pk")},
    "aid/rounds/": {"id": ("aid.DeliveryRound", "pk")},
    "aid/hand-overs/": {"id": ("aid.HandOver", "pk")},
    "aid/incidents/": {"id": ("aid.Incident", "pk")},
    "aid/inquiries/": {"id": ("aid.Reconciliation", "pk")},
    "aid/lists/": {"id": ("aid.FrozenList", "pk")},
    "aid/objections/": {"id": ("aid.Objection", "pk")},
    "aid/pairs/": {"id": ("aid.PartnerPair", "pk")},
    "aid/points/": {"id": ("aid.DistributionPoint", "pk")},
    "aid/crises/templates/": {"id": ("aid.ProgrammeTemplate", "pk")},
    "aid/crises/offers/": {"id": ("aid.CrisisOffer", "pk")},
    "aid/crises/": {"id": ("aid.CrisisProgramme", "pk")},
    "aid/still-there/": {"id": ("aid.WhereaboutsQuestion", "pk")},
    "aid/elsewhere/": {"id": ("aid.PurposeQuestion", "pk")},
    "aid/funders/": {"id": ("aid.CampaignFunder", "pk")},
    "aid/proposals/": {"id": ("aid.PartnerProposal", "pk")},
    "aid/slots/point/": {"id": ("aid.DistributionPoint", "pk")},
    "aid/slots/": {"id": ("aid.PointSlot", "pk")},
    "aid/one-family/": {"id": ("aid.OneFamilyNotice", "pk")},
    "aid/sheets/": {"id": ("aid.NominationSheet", "pk")},
    "aid/requests/": {"id": ("registry.Request", "pk")},
    "aid/questions/": {"id": ("aid.PairQuestion", "pk")},
    "files/": {"id": ("files.StoredFile", "pk")},
    "handovers/packs/": {"id": ("reporting.Handover", "pk")},
    "handovers/promises/": {"id": ("reporting.Promise", "pk")},
    "log/record/": {"id": ("network.Organisation", "pk")},
    "grants/lines/": {"id": ("funding.BudgetLine", "pk")},
    "grants/calls/": {"id": ("funding.GrantCall", "pk")},
    "grants/bookings/": {"id": ("funding.GrantBooking", "pk")},
    "grants/tranches/": {"id": ("funding.GrantTranche", "pk")},
    "grants/expenses/": {"id": ("funding.GrantExpense", "pk")},
    "grants/reports/": {"id": ("funding.GrantReport", "pk")},
    "grants/reportlines/": {"id": ("funding.GrantReportLine", "pk")},
    "grants/overfunding/": {"id": ("funding.OverfundingConsent", "pk")},
    "grants/": {"id": ("funding.Grant", "pk")},
    "money/accounts/": {"id": ("funding.Account", "pk")},
    "money/postings/": {"id": ("funding.Entry", "pk")},
    "money/funders/": {"id": ("funding.Line", "funder_id", {"funder__isnull": False})},
    "money/projects/": {"id": ("funding.Project", "pk")},
    "money/purchases/": {"id": ("funding.Purchase", "pk")},
    "money/purchaseshares/": {"id": ("funding.PurchaseShare", "pk")},
    "money/donors/": {"id": ("funding.Donor", "pk")},
    "money/entries/": {"id": ("funding.Entry", "pk")},
    "money/gifts/": {"id": ("funding.Gift", "pk")},
    "money/payments/": {"id": ("funding.PaymentOrder", "pk")},
    "money/pledges/": {"id": ("funding.Pledge", "pk")},
    "money/receipts/": {"id": ("funding.Receipt", "pk")},
    "money/restrictions/": {"id": ("funding.Restriction", "pk")},
    "network/conventions/": {"id": ("network.Convention", "pk")},
    "network/undoings/": {"id": ("network.ConventionUndoing", "pk")},
    "network/deliveries/": {"id": ("network.ConventionDelivery", "pk")},
    "network/figures/": {"id": ("network.FigureTable", "pk")},
    "network/institutions/": {"id": ("network.Institution", "pk")},
    "network/visits/": {"id": ("network.Inspection", "pk")},
    "network/findings/": {"id": ("network.InspectionFinding", "pk")},
    "network/remedies/": {"id": ("network.Remedy", "pk")},
    "network/reports/": {"id": ("network.InstitutionReport", "pk")},
    "network/surveys/": {"id": ("network.InstitutionSurvey", "pk", {"sent_at__isnull": True})},
    "network/changes/": {"id": ("network.InstitutionChange", "pk", {"kind": "director"})},
    "network/mandates/": {"id": ("network.InstitutionMandate", "pk", {"period__isempty": False})},
    "network/incidents/": {"id": ("network.InstitutionIncident", "pk")},
    "network/letters/": {"id": ("network.InstitutionLetter", "pk", {"direction": "out"})},
    "network/bureaus/": {"id": ("network.AssociationBureau", "pk", {"receipt_on__isnull": True})},
    "network/relocations/": {"id": ("network.RelocationPlace", "pk")},
    "network/licence-files/": {
        "id": ("network.LicenceFile", "pk"),
        "step": ("network.LicenceFile", "state"),
    },
    "network/licence-measures/": {"id": ("network.LicenceMeasure", "pk")},
    "network/licences/": {"id": ("network.Licence", "pk")},
    "network/regimes/": {"code": ("network.RegimeVersion", "code")},
    "network/organisations/": {
        "id": ("network.Organisation", "pk"),
        "membership": ("network.Membership", "pk"),
        "invitation": ("network.Invitation", "pk"),
    },
    "network/places/": {"id": ("network.Place", "pk")},
    "network/processings/": {"id": ("network.Processing", "pk")},
    "network/sites/": {"id": ("network.Site", "pk")},
    "public/criteria/": {"key": ("aid.PublishedCriteria", "key")},
    "public/": {"key": ("aid.PublishedFigures", "key")},
    "registry/doubles/acts/": {"id": ("registry.PairDecision", "act")},
    "registry/doubles/": {"id": ("registry.Pair", "pk")},
    "registry/households/": {"id": ("registry.Household", "pk")},
    "registry/imports/": {"id": ("registry.Upload", "pk")},
    "registry/members/": {"id": ("registry.Person", "pk")},
    "registry/merges/": {"id": ("registry.Merge", "pk")},
    "registry/requests/": {"id": ("registry.Request", "pk")},
    "registry/events/": {"id": ("registry.Shock", "pk")},
    "registry/situations/": {"id": ("registry.VulnerabilityMark", "pk")},
    "awareness/": {"id": ("cases.AwarenessSession", "pk")},
    "room-supervision/": {"id": ("cases.CareTalk", "pk")},
    "services/": {"id": ("cases.Service", "pk")},
    "winter/published/": {"key": ("shelter.PublishedNights", "key")},
    "winter/seats/": {"id": ("shelter.CommitteeSeat", "pk")},
    "winter/duty/": {"id": ("shelter.DutyContact", "pk")},
    "winter/meetings/": {"id": ("shelter.Meeting", "pk")},
    "winter/decisions/": {"id": ("shelter.Decision", "pk")},
    "winter/sites/": {"id": ("shelter.WinterSite", "pk")},
    "winter/rooms/": {"id": ("shelter.Unit", "pk")},
    "winter/beds/": {"id": ("shelter.Bed", "pk")},
    "winter/uses/": {"id": ("shelter.BedUse", "pk", {"use": "slept"})},
    "winter/rounds/": {"id": ("shelter.Round", "pk")},
    "winter/health/": {"id": ("shelter.HealthReferral", "pk")},
    "winter/areas/": {"id": ("shelter.HotSpot", "pk")},
    "winter/teams/": {"id": ("shelter.Team", "pk")},
    "winter/vehicles/": {"id": ("shelter.Vehicle", "pk")},
    "winter/": {"id": ("shelter.Winter", "pk")},
    "works/shares/": {"id": ("funding.WorksShare", "pk")},
    "works/reserves/": {"id": ("funding.WorksReserve", "pk")},
    "works/": {"id": ("funding.WorksProject", "pk")},
    "work/": {"id": ("queue.Work", "pk")},
    "protocols/": {"id": ("cases.Protocol", "pk")},
    "reception/": {"id": ("cases.Ticket", "pk")},
    "room/alerts/": {"id": ("cases.Alert", "pk")},
    "asked/": {"id": ("cases.OutsideAsk", "pk")},
    "room/drawer/": {"id": ("cases.DrawerSeat", "pk")},
    "room/desk/": {"id": ("cases.Referral", "pk", {"asked_at__isnull": False})},
    "room/referrals/": {"id": ("cases.ReferralCase", "pk")},
    "room/cases/": {"id": ("cases.Case", "pk")},
    "room/steps/": {"id": ("cases.CaseNote", "pk", {"kind": "step"})},
    "room/nights/voice/": {"id": ("shelter.Encounter", "pk")},
    "room/nights/": {"id": ("shelter.Winter", "pk")},
    "room/notes/": {"id": ("cases.CaseNote", "pk")},
    "room/seats/": {"id": ("cases.TeamSeat", "pk")},
}
# Values that are no rows: a day, or the argument of an address that only takes a POST
VALUES: dict[str, object] = {
    "session": 1,
    "number": 2,  # a week of a winter, a report of a grant
    "day": "2026-02-26",
    "name": "manifest.webmanifest",
    "language": "darija",
    "step": "door",
    "move": "came",
    "light": "unlicensed",
    "section": "i",
    "what": "premises",
    "kind": "receipt",  # a letter of a licence file
    "part": "01a22700-0000-7000-8000-000000000001",  # `PART` of the room's own given: a goal and a task of a plan
}

# Roles of one body do not fit another; for looking at pages one person holds them all
SEEING_ROLES = tuple(ROLES)


@dataclass(frozen=True)
class House:
    """Two associations: one where everything was done once, one where nothing happened yet."""

    everyone: Any  # holds every role where everything was done
    newcomer: Any  # holds every role where nothing happened
    arguments: dict[str, dict[str, object]]


def given_house() -> House:
    """Fill the house once, for all pages."""
    busy = given_organisation("Association Tissaout", name_ar="جمعية تيساوت")
    quiet = given_organisation("Association Oum Rabia", name_ar="جمعية أم الربيع")
    everyone, newcomer = given_person("Amina", busy), given_person("Salma", quiet)
    return House(everyone, newcomer, arguments_of_addresses(everyone, busy))


def given_person(name: str, organisation: Any) -> Any:
    """Somebody who holds every role of the house in one organisation."""
    user = given_member(name, SEEING_ROLES[0], organisation, password=PASSWORD)
    for role in SEEING_ROLES[1:]:
        with acting_as(None, purpose=Purpose.SETUP):
            actions.give_role(
                organisation=organisation,
                user=user,
                role=role,
                starts_on=LONG_AGO,
                ends_on=None,
                by=None,
                at=timezone.now(),
            )
    return user


def arguments_of_addresses(by: Any, organisation: Any) -> dict[str, dict[str, object]]:
    """Address name → its arguments, read from the rows that each app's own `one_of_each` made."""
    for file in sorted((ROOT / "twiza").rglob("tests/given.py")):
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        if hasattr(module, "one_of_each"):
            module.one_of_each(organisation, by)
    Authenticator.objects.create(user=by, type="webauthn", data={"name": "Key", "credential": passkey()})
    given_authenticator(by)
    with acting_as(by.pk, purpose=Purpose.WORK):
        given_bureau(organisation, by)  # last: it waits for its receipt, and nothing is signed until then
        return {
            address.name: found for address in every_address() if (found := _arguments(address)) is not None
        }


def _arguments(address: Address) -> dict[str, object] | None:
    """The arguments of one address, or None when a line or a row is missing."""
    found: dict[str, object] = {}
    rows = next((ROWS[start] for start in ROWS if address.route.startswith(start)), {})
    for argument in address.arguments:
        model, field, *where = rows.get(argument, ("", ""))
        some = apps.get_model(model).objects.filter(**(where[0] if where else {})) if model else None
        row = some.order_by("pk").first() if some is not None else None
        value = getattr(row, field) if row is not None else VALUES.get(argument)
        if value is None:
            return None
        found[argument] = value
    return found


def passkey() -> dict[str, Any]:
    """A passkey as a browser would have registered it, of a key that nobody holds."""
    credential = AttestedCredentialData.create(
        aaguid=Aaguid(bytes(16)),
        credential_id=b"a key of nobody",
        public_key=ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key()),
    )
    seen = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), 0x41, 0, credential)
    return {
        "id": websafe_encode(credential.credential_id),
        "rawId": websafe_encode(credential.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(
                b'{"type":"webauthn.create","challenge":"AA","origin":"http://localhost"}'
            ),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        },
        "clientExtensionResults": {},
    }
