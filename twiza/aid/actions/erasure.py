"""When a household is erased: its codes stay in campaigns, and stand for nobody any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.models import ListEntry, Nomination, NominationHousehold


@transaction.atomic
def forget_households(*, households: Sequence[UUID], at: datetime) -> int:
    """Cut the link between the codes of these households and the households, in the erasure's own transaction.

    Who is selected keeps the right to a basket: the card in her hand still opens it, and nobody can say any more
    whose it is. A code that is not selected is taken back, because nobody could be called. The registry has
    checked the permission and written the line of the log. Returns how many codes were cut.
    """
    campaigns = NominationHousehold.objects.filter(household__in=households).values_list(
        "campaign", flat=True
    )
    for campaign in sorted(
        set(campaigns)
    ):  # in one order: two erasures never wait for each other in a circle
        one_at_a_time(campaign)
    with connection.cursor() as cursor:
        cursor.execute("SELECT aid_forget_households(%s::uuid[])", [list(households)])
        cut = list(cursor.fetchone()[0])
    selected = ListEntry.objects.filter(nomination__in=cut, place=ListEntry.SELECTED).values("nomination")
    loose = Nomination.objects.filter(pk__in=cut, withdrawn_at__isnull=True).exclude(pk__in=selected)
    loose.update(withdrawn_at=at)
    return len(cut)
