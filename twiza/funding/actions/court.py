"""The export of one grant for the Court of Accounts: who may make it, and what stays written of it."""

from datetime import datetime

from django.db import transaction

from twiza.funding.actions.grants import record_grant
from twiza.funding.models import Grant
from twiza.funding.queries.court import CourtFile, court_file
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def export_for_court(*, grant: Grant, by: User, at: datetime) -> CourtFile:
    """Make the file of a grant for the Court of Accounts, for the funder or for the association of its own.

    One line in the access log of who makes it; one line of both sides with the head of its manifest: the chain of the
    log proves the day on which these bytes were made.

    Raises:
        NoPermission: neither examines the file nor answers for it. ProofDamaged: a picture is not the one reported.
    """
    side = grant.organisation_id
    if not by.has_perm(Permission.GRANT_EXAMINE, side):
        check(by, Permission.GRANT_CLAIM, grant.grantee_id)
        side = grant.grantee_id
    made = court_file(by, grant, at=at)
    audit.record_access(page="funding.court_export", ids=[grant.pk], organisation=side, by=by, at=at)
    record_grant(
        "court_export_made", grant, by, at, digest=made.digest, files=made.files, agrees=not made.differs
    )
    return made
