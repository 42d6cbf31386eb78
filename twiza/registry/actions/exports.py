"""A large register as a workbook: long work, whose file is kept sealed for a day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.files import actions as files
from twiza.platform.queue import actions as queue
from twiza.registry import queries
from twiza.registry.actions.forgetting import EXPORT

KEPT_DAYS = 1  # it is everybody's name: downloaded, then gone


@transaction.atomic
def request_export(*, organisation: UUID, by: Any, at: datetime) -> UUID:
    """Ask for the register of an organisation as a file. Returns the long work to follow."""
    check(by, Permission.REGISTRY_IMPORT, organisation)
    work = queue.start_work(
        kind="registry.export_register",
        title=_("The register as a sheet"),
        by=by,
        organisation=organisation,
        at=at,
        total=2,
    )
    queue.later("registry.export_register", by=by, organisation_id=organisation, work_id=work.pk)
    return work.pk


@transaction.atomic
def export_register(*, organisation: UUID, by: Any, at: datetime) -> UUID:
    """Write the workbook and keep it sealed. Nobody is shown it yet: opening it leaves the line of the access log.

    Returns the file's id.
    """
    check(by, Permission.REGISTRY_IMPORT, organisation)
    kept = files.store_file(
        content=queries.register_workbook(organisation),
        name="families.xlsx",
        kind=EXPORT,
        permission=Permission.REGISTRY_IMPORT,
        organisation=organisation,
        by=by,
        at=at,
        keep_days=KEPT_DAYS,
    )
    return kept.pk
