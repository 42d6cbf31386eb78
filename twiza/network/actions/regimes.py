"""Writing versions of what the law asks of institutions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.network.actions.figures import NoSource
from twiza.network.models import Organisation, RegimeVersion
from twiza.network.rules.regimes import REGIMES, UnfitRegime, read_regime
from twiza.network.rules.regimes_given import GIVEN
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


def load_regimes(*, at: datetime) -> str | None:
    """Write the versions that Twiza comes with and that are not there. Returns what was done, or None."""
    with acting_as(None, purpose=Purpose.SETUP):
        there = set(RegimeVersion.objects.filter(organisation=None).values_list("code", "number"))
        missing = [given for given in GIVEN if (given.code, given.number) not in there]
        RegimeVersion.objects.bulk_create(
            RegimeVersion(
                code=given.code,
                number=given.number,
                source=given.source,
                valid_from=given.valid_from,
                content=given.content,
                written_at=at,
            )
            for given in missing
        )
        if not missing:
            return None
        audit.record(
            type="network.regimes_loaded",
            organisation=None,
            by=None,
            at=at,
            codes=[given.code for given in missing],
        )
        return ", ".join(given.code for given in missing)


@transaction.atomic
def write_regime(
    *,
    organisation: Organisation,
    code: str,
    source: str,
    valid_from: date,
    content: Mapping[str, Any],
    by: User,
    at: datetime,
) -> RegimeVersion:
    """Write another version of a regime for the files of this delegation; files under way keep theirs.

    Raises:
        UnfitRegime: see `rules.regimes.read_regime`, or a regime that is not in the list.
        NoSource: no text is named.
        NoPermission: `by` may not decide on licences here.
    """
    check(by, Permission.LICENCE_DECIDE, organisation)
    if code not in REGIMES:
        raise UnfitRegime(_("There is no regime “%(code)s”."), code=code)
    if not tidy(source):
        raise NoSource(_("Name the text this version comes from: law, decree, circular, with its number."))
    read_regime(content)
    with connection.cursor() as cursor:  # two versions at once take their numbers one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"regime {organisation.pk} {code}"])
    number = 1 + RegimeVersion.objects.filter(organisation=organisation, code=code).count()
    row = RegimeVersion.objects.create(
        code=code,
        number=number,
        source=tidy(source),
        valid_from=valid_from,
        content=dict(content),
        organisation=organisation,
        written_by=by,
        written_at=at,
    )
    audit.record(
        type="network.regime_written",
        target=row,
        organisation=organisation.pk,
        by=by,
        at=at,
        code=code,
        number=number,
    )
    return row
