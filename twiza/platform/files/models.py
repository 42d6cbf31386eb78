"""One table: what is kept of each file. Its bytes are on disk, sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id


class StoredFile(models.Model):
    """An uploaded or generated file of one organisation, until its day of erasure."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation_id", "by", "kind", "permission", "size", "sha256",
                "created_at", "erase_on", "erased_at",
            ),
            "internal",
        ),
        "name": "personal",  # people write anything into a file's name
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)  # what it is for, such as "registry.import"
    permission = models.CharField(max_length=80)  # who may read it: whoever sent it too
    name = models.CharField(max_length=130, blank=True)
    size = models.PositiveIntegerField()  # bytes, before sealing
    sha256 = models.CharField(max_length=64)  # hexadecimal, before sealing
    created_at = models.DateTimeField()
    erase_on = models.DateField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "files_file"
        indexes = [
            models.Index(fields=["organisation_id", "-created_at"], name="files_file_by_day"),
            models.Index(
                fields=["erase_on"], name="files_file_to_erase", condition=Q(erased_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="files_file_erased_has_no_name", condition=Q(erased_at__isnull=True) | Q(name="")
            ),
            models.CheckConstraint(name="files_file_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
