"""Reading the register of processings, and the notice that is read aloud from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twiza.lib.errors import N_, NotFound
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network.models import Organisation, Processing, ProcessingVersion
from twiza.network.queries.memberships import organisations_where
from twiza.network.rules.processings import DATA, FILED, KEPT_FROM, Lack, lack_of
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats


class NoSuchProcessing(NotFound):
    code = "network.no_such_processing"


@dataclass(frozen=True)
class Notice:
    """What is read aloud before anything is written down: who keeps it, why, who sees it, how long, how to erase it.

    Attributes:
        language: "ar" or "fr".
        title: what the paper is.
        lines: short sentences in plain words, in the order in which they are read.
    """

    language: str
    title: str
    lines: tuple[str, ...]


def processing_for(id: UUID) -> Processing:
    """Return a processing; the register is known to all. Raises NoSuchProcessing."""
    row = Processing.objects.select_related("organisation").filter(pk=id).first()
    if row is None:
        raise NoSuchProcessing(_("There is no such processing in the register."))
    return row


def processings_of(organisations: Iterable[Organisation]) -> list[ProcessingVersion]:
    """Return what the register of these organisations says now, oldest processing first."""
    last = (
        ProcessingVersion.objects.filter(processing=OuterRef("processing"))
        .order_by("-number")
        .values("number")[:1]
    )
    rows = ProcessingVersion.objects.filter(organisation__in=list(organisations), number=Subquery(last))
    return list(rows.select_related("organisation", "processing").order_by("processing__created_at", "pk"))


def versions_of(processing: Processing) -> QuerySet[ProcessingVersion]:
    """Return every version of a processing, the one that holds now first."""
    return processing.versions.select_related("organisation", "written_by").order_by("-number")


def version_now(processing: Processing) -> ProcessingVersion:
    """Return what the register says of a processing now."""
    row = versions_of(processing).first()
    if row is None:  # the two are written in one act
        raise NoSuchProcessing(_("There is no such processing in the register."))
    return row


def lack_now(processing: Processing | None) -> Lack:
    """Say what a processing lacks; without one, the number is what is missing."""
    if processing is None:
        return Lack.NUMBER
    row = version_now(processing)
    return lack_of(data=row.data, filed=row.filed, number=row.filed_number)


def data_words(codes: Iterable[str]) -> list[str]:
    """Say kinds of data in the language of the moment, in the order in which they are read aloud."""
    wanted = set(codes)
    return [translated(words) for code, words in DATA.items() if code in wanted]


def notice_for(processing: Processing) -> tuple[Notice, Notice]:
    """Return the notice of a processing in Arabic and in French, made from what the register says now.

    It is read to the family before anything is written down, and stands on the sheets that are typed in later.
    """
    row = version_now(processing)
    return _notice(row, "ar"), _notice(row, "fr")


def _notice(row: ProcessingVersion, language: str) -> Notice:
    said = {
        name: getattr(row, f"{name}_{language}") for name in ("purpose", "recipients", "transfers", "contact")
    }
    with translation.override(language):
        named = row.organisation.name_ar if language == "ar" else row.organisation.name_fr
        owner = isolated(named or str(row.organisation))
        lines = [
            translated(N_("What you tell us is kept by %(owner)s.")) % {"owner": owner},
            translated(N_("Why: %(purpose)s.")) % {"purpose": said["purpose"].rstrip(".")},
            translated(N_("What is written down: %(data)s.")) % {"data": _joined(data_words(row.data))},
            translated(N_("Who sees it: %(who)s. Nobody else is given a name, neither an authority nor a donor."))
            % {"who": said["recipients"].rstrip(".")},
            _how_long(row),
            translated(N_("It goes abroad: %(where)s.")) % {"where": said["transfers"].rstrip(".")}
            if said["transfers"]
            else translated(N_("It does not leave Morocco.")),
            translated(N_("You may see what is written, have it corrected or erased, and refuse to answer. Ask: %(contact)s."))
            % {"contact": said["contact"].rstrip(".")},
            translated(N_("To refuse an answer takes no help away from you.")),
        ]  # fmt: skip
        if row.filed:
            lines.append(
                translated(N_("Filed with the data-protection authority: %(filed)s %(number)s of %(day)s."))
                % {
                    "filed": translated(FILED[row.filed]),
                    "number": isolated(row.filed_number),
                    "day": formats.day(row.filed_on),
                }
            )
        return Notice(language, translated(N_("Before you answer")), tuple(lines))


def _how_long(row: ProcessingVersion) -> str:
    months = int(row.kept_months)
    said = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return translated(
        N_("How long: %(months)s after %(event)s; then it is erased and only numbers stay.")
    ) % {
        "months": said,
        "event": translated(KEPT_FROM[row.kept_from]),
    }


def _joined(words: list[str]) -> str:
    return ("، " if (translation.get_language() or "").startswith("ar") else ", ").join(words)


def register_workbook(organisations: Iterable[Organisation]) -> bytes:
    """Return the register as a workbook that opens from right to left: every version, in both languages."""
    rows = (
        ProcessingVersion.objects.filter(organisation__in=list(organisations))
        .select_related("organisation")
        .annotate(last=Max("processing__versions__number"))
        .order_by("organisation__created_at", "processing__created_at", "number")
    )
    heading = [
        "المسؤول عن المعالجة / Responsable", "الإصدار / Version", "ساري / En vigueur", "الغرض", "Finalité",
        "المعطيات / Données", "المرسل إليهم", "Destinataires", "مدة الحفظ بالأشهر / Durée (mois)",
        "ابتداء من / À partir de", "النقل إلى الخارج", "Transferts", "للاطلاع والتصحيح والحذف", "Contact pour les droits",
        "لدى اللجنة الوطنية / Auprès de la CNDP", "الرقم / Numéro", "بتاريخ / Du", "كتب في / Écrit le",
    ]  # fmt: skip
    return write_workbook([OutSheet("سجل المعالجات", heading, [_row(row) for row in rows])])


def _row(row: Any) -> list[Any]:
    return [
        str(row.organisation),
        row.number,
        "✓" if row.number == row.last else "",
        row.purpose_ar,
        row.purpose_fr,
        _joined(data_words(row.data)),
        row.recipients_ar,
        row.recipients_fr,
        row.kept_months,
        translated(KEPT_FROM[row.kept_from]),
        row.transfers_ar,
        row.transfers_fr,
        row.contact_ar,
        row.contact_fr,
        translated(FILED[row.filed]),
        row.filed_number,
        row.filed_on,
        timezone.localdate(row.written_at),
    ]


def processings_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return the processings of one's own organisations whose number is missing, for the today page."""
    mine = organisations_where(user, Permission.ORGANISATION_EDIT, on=_today(at))
    return [
        Due(
            _("Enter the number of the data-protection authority for “%(purpose)s”")
            % {"purpose": isolated(row.purpose_ar)},
            reverse("network:show_processing", args=[row.processing_id]),
        )
        for row in processings_of(mine)
        if lack_of(data=row.data, filed=row.filed, number=row.filed_number)
    ]


def _today(at: datetime) -> date:
    return timezone.localdate(at)
