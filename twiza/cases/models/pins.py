"""What opens the room again on one device for one day: a PIN, or a key of its owner."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.cases import rules
from twiza.cases.models.room import RoomWorker
from twiza.lib.ids import new_id


class RoomPin(models.Model):
    """A private key, wrapped by the secret of one device, and by a PIN if it is one, until midnight.

    Only its owner reads the row. With a key (`way`), the server asks for its answer before it looks at the row.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "worker", "organisation", "user", "way", "salt", "sealed", "pepper", "passes", "kibibytes", "tries",
            "at", "until",
        ),
        "restricted",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker = models.ForeignKey(RoomWorker, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    way = models.CharField(max_length=8, default="pin")
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField(max_length=200)
    pepper = models.PositiveSmallIntegerField()
    passes = models.PositiveSmallIntegerField()
    kibibytes = models.PositiveIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "organisation"], name="pin_of_user")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=list(rules.WAYS)), name="pin_way_known"),
            models.CheckConstraint(condition=Q(tries__lte=rules.PIN_TRIES), name="pin_tried_five_times"),
            models.CheckConstraint(
                condition=Q(until__gt=F("at"), until__lte=F("at") + rules.LONGEST_PIN), name="pin_of_one_day"
            ),
        ]
