"""Guests by their code, what each bed is used for, and needs that found no bed."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.beds import Bed, Unit
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter, WinterSite


class Guest(models.Model):
    """Somebody who is offered a bed: a code, never a name. The same code night after night, when they say it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter", "crew", "code", "who", "party", "elderly", "care", "met_at", "met_by"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    code = models.CharField(max_length=8)
    who = models.CharField(max_length=8)
    party = models.UUIDField(null=True)  # those who came together: shared by them
    elderly = models.BooleanField(default=False)
    care = models.BooleanField(default=False)
    met_at = models.DateTimeField()
    met_by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["party"], name="guest_party", condition=Q(party__isnull=False))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "code"], name="guest_code_once"),
            models.UniqueConstraint(fields=["id", "winter", "crew", "who"], name="guest_and_who"),
            models.CheckConstraint(
                condition=Q(who__in=[str(one) for one in rules.WHO]), name="guest_who_known"
            ),
            models.CheckConstraint(
                condition=~Q(who="child") | Q(party__isnull=False), name="guest_child_with_family"
            ),
        ]


class GuestCard(models.Model):
    """What a site keeps of a guest while they stay: how they want to be called, what they brought. Read there only."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "guest", "host", "rules_read_at", "written_at", "written_by"), "restricted"
    ) | dict.fromkeys(("nickname", "belongings", "animal"), "identifying")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guest = models.ForeignKey(Guest, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    nickname = models.CharField(max_length=80, blank=True)
    belongings = models.TextField(max_length=1000, blank=True)
    animal = models.CharField(max_length=80, blank=True)
    rules_read_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guest", "host"], name="guest_card_once_a_host")
        ]


class BedUse(models.Model):
    """A bed over some nights: held for a guest, slept in, or out of order.

    The database refuses a second use of a bed in a night, a second bed for a guest in a night, and a bed that is not
    of their group; `nights` has no upper hole: [first, day after the last).
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "winter", "crew", "host", "winter_site", "unit", "group", "bed", "guest", "who", "nights", "use",
            "held_until", "freed", "reasons", "made_at", "made_by", "changed_at", "changed_by",
        ),
        "restricted",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    winter_site = models.ForeignKey(WinterSite, **LED)
    unit = models.ForeignKey(Unit, **LED)
    group = models.CharField(max_length=16)
    bed = models.ForeignKey(Bed, **LED)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="uses", null=True)
    who = models.CharField(max_length=8, null=True)  # noqa: DJ001 - null stands for nobody: a bed out of order
    nights = DateRangeField()
    use = models.CharField(max_length=8)
    held_until = models.DateTimeField(null=True)
    freed = models.CharField(max_length=8, blank=True)
    reasons = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["winter", "use", "held_until"], name="bed_use_held", condition=Q(use="held"))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["id", "winter", "crew", "host", "guest"], name="bed_use_and_its_guest"
            ),
            models.CheckConstraint(
                condition=Q(nights__isempty=False, nights__startswith__isnull=False, nights__endswith__isnull=False),
                name="bed_use_has_nights",
            ),
            models.CheckConstraint(
                condition=Q(use__in=[one.value for one in rules.Use]), name="bed_use_known"
            ),
            models.CheckConstraint(
                condition=Q(guest__isnull=True, who__isnull=True) | Q(guest__isnull=False, who__isnull=False),
                name="bed_use_says_who",
            ),
            models.CheckConstraint(
                condition=~Q(use="held") & Q(held_until__isnull=True)
                | Q(use="held", held_until__isnull=False, guest__isnull=False),
                name="bed_use_held_until",
            ),
            models.CheckConstraint(
                condition=~Q(use="closed") | Q(guest__isnull=True) & ~Q(reasons=""), name="bed_use_closed_why"
            ),
            models.CheckConstraint(condition=~Q(use="slept") | Q(guest__isnull=False), name="bed_use_slept_by"),
            models.CheckConstraint(condition=~Q(use="kept") | Q(guest__isnull=False), name="bed_use_kept_for"),
            models.CheckConstraint(
                condition=Q(use="freed", freed__in=[str(one) for one in rules.FREED]) | ~Q(use="freed") & Q(freed=""),
                name="bed_use_freed_why",
            ),
            models.CheckConstraint(
                condition=Q(who__isnull=True)
                | Q(who="woman", group__in=["women", "family", "medical_women", "elderly_women"])
                | Q(who="man", group__in=["men", "family", "medical_men", "elderly_men"])
                | Q(who="child", group="family"),
                name="bed_use_of_their_group",
            ),
        ]  # fmt: skip


class UnmetNeed(models.Model):
    """Somebody wanted a bed in a night and none fitted: on the list of who waits, and a need that is counted."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter", "crew", "guest", "who", "night", "at_door", "host", "at", "by", "solved_at"),
        "restricted",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    guest = models.ForeignKey(Guest, **LED)
    who = models.CharField(max_length=8)
    night = models.DateField()
    at_door = models.ForeignKey(WinterSite, on_delete=models.PROTECT, related_name="+", null=True)
    host = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)
    solved_at = models.DateTimeField(null=True)  # a bed was found later that night

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guest", "night"], name="unmet_need_once_a_night"),
            models.CheckConstraint(
                condition=Q(who__in=[str(one) for one in rules.WHO]), name="unmet_need_who_known"
            ),
            models.CheckConstraint(
                condition=Q(at_door__isnull=True, host__isnull=True)
                | Q(at_door__isnull=False, host__isnull=False),
                name="unmet_need_at_whose_door",
            ),
        ]
