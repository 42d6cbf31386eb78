"""Households and persons: they belong to the organisation that met them.

No identity number, telephone or e-mail address is ever needed. There is no field for religion, ethnic
origin, politics or union, and none may be added: law 09-08, and the seed's rule.

Ids that a row shares with its household (its organisation) or with the one act that wrote it are not checked
again by the database: 100,000 rows would ask 1,100,000 questions.
"""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id

CATEGORY_LETTERS = 40


def tracked(model: type[models.Model]) -> type[models.Model]:
    """Keep every version of a row, once a statement: an import of 100,000 rows writes its history set-based."""
    return pghistory.track(  # type: ignore[no-any-return]
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
    )(model)


@tracked
class Household(models.Model):
    """People who live from one pot; one person may be a household."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id",
                "organisation",
                "code",
                "upload",
                "registered_at",
                "registered_by",
                "changed_at",
                "changed_by",
                "merged_into",
            ),
            "internal",
        ),
        **dict.fromkeys(("size", "children", "place", "contact"), "personal"),
        **dict.fromkeys(("place_words", "address", "contact_words"), "identifying"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=12)  # random, said aloud and written on lists; unlike the door code
    size = models.PositiveSmallIntegerField(null=True)  # as said; the members listed may be fewer
    children = models.PositiveSmallIntegerField(null=True)
    place = models.ForeignKey(
        "network.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    place_words = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=20, default="do_not_contact")
    contact_words = models.CharField(max_length=200, blank=True)
    upload = models.ForeignKey(
        "registry.Upload", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    # the household that remains, itself merged into none; a trigger checks it, an import asks nothing
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes: ClassVar = [
            # keyset paging of the list, newest first
            models.Index(fields=["organisation", "-id"], name="household_by_birth"),
            models.Index(
                fields=["merged_into"], name="household_merged", condition=Q(merged_into__isnull=False)
            ),
            models.Index(fields=["upload"], name="household_by_upload", condition=Q(upload__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code"], name="household_code_once"),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gte=1, size__lte=60), name="household_size_1_to_60"
            ),
            models.CheckConstraint(
                condition=Q(contact__in=["do_not_contact", "telephone", "through_trusted"]),
                name="household_contact_is_a_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.code


@tracked
class Person(models.Model):
    """One person of a household, with the name as written on paper and as she says it; no script is forced."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "household", "position", "merged_into"), "internal"),
        **dict.fromkeys(
            ("name_arabic", "name_latin", "name_said", "birth_on", "phone", "second_phone"), "identifying"
        ),
        **dict.fromkeys(("birth_precision", "sex", "relationship"), "personal"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    position = models.PositiveSmallIntegerField(default=0)
    name_arabic = models.CharField(max_length=200, blank=True)
    name_latin = models.CharField(max_length=200, blank=True)
    name_said = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    second_phone = models.CharField(max_length=40, blank=True)
    relationship = models.CharField(max_length=12, blank=True)
    # the entry of the same person that remains
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)
            ),
            models.Index(fields=["organisation", "phone"], name="person_by_phone", condition=~Q(phone="")),
            models.Index(
                fields=["organisation", "second_phone"],
                name="person_by_second_phone",
                condition=~Q(second_phone=""),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name_arabic="") | ~Q(name_latin="") | ~Q(name_said=""), name="person_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(birth_on__isnull=True, birth_precision="")
                | Q(birth_on__isnull=False, birth_precision__in=["day", "month", "year", "about"]),
                name="person_birth_with_its_precision",
            ),
            models.CheckConstraint(condition=Q(sex__in=["", "female", "male"]), name="person_sex_if_said"),
            models.CheckConstraint(
                condition=Q(
                    relationship__in=[
                        "", "head", "spouse", "child", "parent", "sibling", "grandparent", "grandchild",
                        "other", "trusted",
                    ]
                ),
                name="person_relationship_known",
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(relationship="head"), name="household_has_one_head"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name to show: as written in Arabic, else in Latin letters, else as said."""
        return self.name_arabic or self.name_latin or self.name_said


@tracked
class VulnerabilityMark(models.Model):
    """A category of need, dated, with who said so. It never appears on a card, a list of a point or a message."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ("id", "organisation", "household", "person", "noted_by", "noted_at", "ended_by"), "internal"
        ),
        **dict.fromkeys(("category", "noted_on", "said_by", "until", "ended_at"), "restricted"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="marks", db_constraint=False
    )
    # None: the whole household
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="marks", db_index=False
    )
    category = models.CharField(max_length=CATEGORY_LETTERS)
    noted_on = models.DateField()
    said_by = models.CharField(max_length=13)
    until = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            # asked for each person that is erased
            models.Index(fields=["person"], name="mark_by_person", condition=Q(person__isnull=False))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(said_by__in=["self_declared", "assessed"]), name="mark_says_who_said_so"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="mark_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person", "category"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                name="mark_once_while_it_lasts",
            ),
            models.UniqueConstraint(
                fields=["household", "category"],
                condition=Q(ended_at__isnull=True, person__isnull=True),
                name="mark_of_all_once_while_it_lasts",
            ),
        ]

    def __str__(self) -> str:
        return self.category


class SearchKey(models.Model):
    """Two parts of a name behind the consonants of the first (`rules.keys`), the same for every script.

    A b-tree on text serves ranges under row security; a GIN array would not.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("organisation", "person"), "internal"),
        "key": "identifying",
    }

    pk = models.CompositePrimaryKey("organisation_id", "key", "person_id")
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    key = models.CharField(max_length=200, db_collation="C")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="keys", db_constraint=False)
