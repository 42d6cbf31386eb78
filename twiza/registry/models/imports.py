"""Files of families on their way into the registry."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id


class Upload(models.Model):
    """One file somebody sent: read, previewed, accepted as a whole or not at all, perhaps undone."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "file", "work", "state", "mapping", "said_by", "counts", "refusal", "by",
                "created_at", "read_at", "accepted_at", "accepted_by", "undone_at", "undone_by",
            ),
            "internal",
        ),
        "preview": "identifying",  # what stood in the cells; emptied once decided
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    work = models.UUIDField(null=True)  # the long work that reads or writes it
    state = models.CharField(max_length=10, default="sent")
    mapping = models.JSONField(default=dict)  # {sheet: {column: field}} as corrected on the mapping page
    said_by = models.CharField(max_length=13, default="self_declared")  # who said the categories of the sheet
    counts = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)  # {code, words, data}
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="upload_by_birth")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "sent",
                        "reading",
                        "read",
                        "refused",
                        "accepting",
                        "accepted",
                        "undone",
                        "put_aside",
                    ]
                ),
                name="upload_state_known",
            ),
            models.CheckConstraint(
                condition=Q(said_by__in=["self_declared", "assessed"]), name="upload_says_who_said_so"
            ),
            models.CheckConstraint(
                condition=Q(
                    accepted_at__isnull=False, accepted_by__isnull=False, state__in=["accepted", "undone"]
                )
                | (
                    Q(accepted_at__isnull=True, accepted_by__isnull=True)
                    & ~Q(state__in=["accepted", "undone"])
                ),
                name="upload_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False, undone_by__isnull=False, state="undone")
                | (Q(undone_at__isnull=True, undone_by__isnull=True) & ~Q(state="undone")),
                name="upload_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class ImportedRow(models.Model):
    """The fingerprint of a household as a sheet said it: the same file twice changes nothing."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("organisation", "content", "identity", "household", "upload"), "internal"
    )

    pk = models.CompositePrimaryKey("organisation_id", "content")
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    content = models.UUIDField()
    identity = models.UUIDField(null=True)  # None: a name alone is nobody
    household = models.ForeignKey("registry.Household", on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "identity"],
                name="imported_by_identity",
                condition=Q(identity__isnull=False),
            )
        ]


class HeadingMemory(models.Model):
    """What an organisation means by its headings, as corrected on the mapping page."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "words", "changed_at", "changed_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField("network.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)  # heading key → field
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class ErasedFamily(models.Model):
    """That a family was erased, and on which day: a keyed hash by which its row is known again, and nothing of it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "organisation", "mark", "erased_on"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    mark = models.BinaryField(max_length=32)
    erased_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "mark"], name="erased_family_once")
        ]
