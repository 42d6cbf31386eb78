"""Writing the register of processings. Each change is another version; what was said before stays."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.network.models import Organisation, Processing, ProcessingVersion
from twiza.network.rules.processings import DATA, Filed, KeptFrom
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class UnfitProcessing(DomainError):
    """Something that the register cannot say."""

    code = "network.unfit_processing"


@dataclass(frozen=True)
class ProcessingWords:
    """What the register says of a processing, in Arabic and in French.

    Attributes:
        data: codes of `rules.processings.DATA`.
        kept_months: how long, counted from `kept_from`.
        transfers_ar, transfers_fr: to which country; empty when nothing leaves Morocco.
        contact_ar, contact_fr: an office with its address or telephone, never a private person.
        filed, filed_number, filed_on: all three once the authority has answered, or none.
    """

    purpose_ar: str
    purpose_fr: str
    data: Sequence[str]
    recipients_ar: str
    recipients_fr: str
    kept_months: int
    contact_ar: str
    contact_fr: str
    kept_from: str = KeptFrom.CAMPAIGN_REPORT
    transfers_ar: str = ""
    transfers_fr: str = ""
    filed: str = Filed.NOTHING
    filed_number: str = ""
    filed_on: date | None = None


@transaction.atomic
def open_processing(
    *, organisation: Organisation, words: ProcessingWords, by: User, at: datetime
) -> Processing:
    """Write a processing into the register of the organisation that controls it.

    Raises:
        UnfitProcessing: something is not said in both languages, or cannot be.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    processing = Processing.objects.create(organisation=organisation, created_at=at, created_by=by)
    _write(processing, 1, words, by, at)
    return processing


@transaction.atomic
def revise_processing(
    *, processing: Processing, words: ProcessingWords, by: User, at: datetime
) -> ProcessingVersion:
    """Say it anew, for example once the authority's number has come: a version more.

    Raises:
        UnfitProcessing: something is not said in both languages, or cannot be.
    """
    check(by, Permission.ORGANISATION_EDIT, processing)
    last = ProcessingVersion.objects.filter(processing=processing).aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            return _write(processing, last + 1, words, by, at)
    except IntegrityError as error:
        raise UnfitProcessing(
            _("Somebody wrote a version of it a moment ago. Read that one, then write yours.")
        ) from error


def _write(
    processing: Processing, number: int, words: ProcessingWords, by: User, at: datetime
) -> ProcessingVersion:
    said = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(words).items()}
    _check(said)
    version = ProcessingVersion.objects.create(
        processing=processing,
        organisation_id=processing.organisation_id,
        number=number,
        written_at=at,
        written_by=by,
        **said | {"data": [code for code in DATA if code in words.data]},
    )
    audit.record(
        type="network.processing_written",
        target=processing,
        organisation=processing.organisation_id,
        by=by,
        at=at,
        version=number,
        data=version.data,
        filed=version.filed,
    )
    return version


def _check(said: dict[str, object]) -> None:
    both = ("purpose", "recipients", "contact")
    if not all(said[f"{name}_{language}"] for name in both for language in ("ar", "fr")):
        raise UnfitProcessing(
            _("Say the purpose, who receives the data and whom to ask, in Arabic and in French.")
        )
    if bool(said["transfers_ar"]) != bool(said["transfers_fr"]):
        raise UnfitProcessing(
            _("Say to which country data go in both languages, or in none when nothing leaves.")
        )
    if not said["data"] or not set(said["data"]) <= set(DATA):  # type: ignore[call-overload]
        raise UnfitProcessing(_("Tick at least one kind of data."))
    filed = (bool(said["filed"]), bool(said["filed_number"]), said["filed_on"] is not None)
    if len(set(filed)) > 1:
        raise UnfitProcessing(
            _(
                "What was filed, its number and its day go together: write all three once the answer came, or none."
            )
        )
    if not 1 <= int(str(said["kept_months"])) <= 1200:
        raise UnfitProcessing(_("Data are kept for a number of months, at least one."))
