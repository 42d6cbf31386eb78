"""Letters of a licence file: each takes its number in the register of what goes out, once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.network.actions.licence_files import FileCannot, note, number_mail
from twiza.network.models import LicenceDecision, LicenceFile, LicenceMail
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def print_letter(*, file: LicenceFile, kind: str, by: User, at: datetime) -> LicenceMail:
    """Take the number of a letter that goes out; printed again, it keeps its number.

    When other papers are missing than those it named, a letter of missing papers is another letter: it takes its own.

    Args:
        kind: receipt, missing, decision or refusal.

    Raises:
        FileCannot: there is nothing yet to say in such a letter.
        NoPermission: `by` may not examine files here.
    """
    check(by, Permission.LICENCE_EXAMINE, file)
    file = LicenceFile.objects.select_related("institution", "regime").get(pk=file.pk)
    decision = LicenceDecision.objects.filter(file=file).first()
    ready = {
        "receipt": file.filed_on is not None,
        "missing": bool(file.missing),
        "decision": decision is not None and decision.granted,
        "refusal": decision is not None and not decision.granted,
    }
    if not ready.get(kind, False):
        raise FileCannot(_("There is nothing to say in this letter yet."))
    there = file.mails.filter(direction="out", kind=kind).order_by("-at").first()
    lists = file.missing if kind == "missing" else []
    if there is not None and there.lists in ([], lists):  # of an older letter nobody knows what it named
        return there
    mail = number_mail(file=file, direction="out", kind=kind, lists=lists, by=by, at=at)
    note(
        "network.letter_numbered", file, by, at, reason_code="", kind=kind, number=mail.number, year=mail.year
    )
    return mail
