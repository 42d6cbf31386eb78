"""The statutes of an association, kept sealed as a file (000-07)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.network.models import Organisation
from twiza.network.rules import statutes
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files


class NotADocument(DomainError):
    code = "network.not_a_document"


@transaction.atomic
def keep_statutes(*, organisation: Organisation, content: bytes, by: User, at: datetime) -> UUID:
    """Keep the statutes of one's own organisation; earlier ones stay. Returns the id of the file.

    Raises:
        NotADocument: neither a PDF nor a picture.
        FileTooLarge, FileEmpty: see `files`.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    ending = statutes.ending_of(content)
    if content and ending is None:
        raise NotADocument(_("Send the statutes as a PDF, or as a picture (.jpg, .png) of each page."))
    file = files.store_file(
        content=content,
        name=f"statutes-{timezone.localdate(at)}{ending}",
        kind=statutes.KIND,
        permission=Permission.ORGANISATION_EDIT,
        organisation=organisation.pk,
        by=by,
        at=at,
        keep_days=statutes.KEPT_DAYS,
    )
    audit.record(
        type="network.statutes_kept",
        target=organisation,
        organisation=organisation.pk,
        by=by,
        at=at,
        file=file.pk,
    )
    return UUID(str(file.pk))
