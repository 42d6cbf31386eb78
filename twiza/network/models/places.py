"""Places: the official division, and below it what people add."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.rules.levels import LEVELS

_CHOICES = [(level, level) for level in LEVELS]


class Place(models.Model):
    """A region, province, cercle, commune or arrondissement of HCP; or an annex, neighbourhood, douar added here.

    An official place has HCP's code and an id computed from it, the same in every installation; an added
    one has its id as code, and the organisation that added it.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "code",
            "level",
            "kind",
            "parent",
            "also_in",
            "name_ar",
            "name_fr",
            "population_2014",
            "population_2024",
            "source",
            "organisation",
            "created_at",
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=36, unique=True, db_collation="C")
    level = models.CharField(max_length=20, choices=_CHOICES)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # an arrondissement of Casablanca is in the commune and in a prefecture of arrondissements
    also_in = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    name_ar = models.CharField(max_length=120, blank=True)
    name_fr = models.CharField(max_length=120, blank=True)
    population_2014 = models.IntegerField(null=True)
    population_2024 = models.IntegerField(null=True)
    source = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["parent", "level"], name="place_by_parent")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="place_has_a_name"),
            models.CheckConstraint(
                condition=Q(level="region", parent__isnull=True)
                | (~Q(level="region") & Q(parent__isnull=False)),
                name="place_lies_in_another",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="place_not_in_itself"),
            models.CheckConstraint(
                condition=Q(
                    organisation__isnull=True,
                    level__in=["region", "province", "cercle", "commune", "arrondissement"],
                )
                | Q(organisation__isnull=False, level__in=["annex", "neighbourhood", "douar"]),
                name="place_official_or_added",
            ),
            models.UniqueConstraint(
                fields=["parent", "level", "name_ar", "name_fr"], name="place_once_in_its_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class PlaceAlias(models.Model):
    """Another spelling people use: أجلموس for أكلموس."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "place", "name", "organisation", "created_at"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "name"], name="place_alias_once"),
            models.CheckConstraint(condition=~Q(name=""), name="place_alias_not_empty"),
        ]


class PlaceKey(models.Model):
    """A search key of a place. A side table with a b-tree: pattern search is not used under row security."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "place", "kind", "key"), "public")

    NAME, SOUND = "n", "s"  # folded name, for what begins so; consonants, whole or with one dropped

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="keys", db_index=False)
    kind = models.CharField(max_length=1)
    key = models.CharField(max_length=160, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "kind", "place"], name="place_key_once"),
            models.CheckConstraint(condition=Q(kind__in=["n", "s"]), name="place_key_kind"),
        ]
