"""Why, in the story: what the criteria give, then the sheets of one neighbourhood for who was not selected."""

from datetime import datetime

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.demo import campaign
from twiza.demo.account import Account
from twiza.demo.diary import Diary
from twiza.demo.stage import player_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose


def tell_why(diary: Diary, told: Account, at: datetime) -> None:
    """Print the sheets of the neighbourhood with the fewest families not selected, and read one at the counter."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        of = campaign.campaign_of(diary, manager)
        counts = campaigns.criteria_counts(of, of.criteria)
        waiting = {zone: campaigns.codes_to_tell(of, zone).count() for zone in of.zones}
        told.reasons = {
            "judged": counts.households,
            "eligible": counts.eligible,
            "rules": len(counts.rules),
            "turned_away": sum(waiting.values()),
            "printed": 0,
        }
        zone = min((zone for zone in waiting if waiting[zone]), key=lambda one: waiting[one], default="")
        if not zone:
            return
        aid.print_all_reasons(campaign=of, zone=zone, language="ar", by=manager, at=at)
        told.reasons["printed"] = waiting[zone]
        first = campaigns.codes_to_tell(of, zone).values_list("code", flat=True).first()
        aid.tell_reasons(campaign=of, code=str(first), by=manager, at=at)
