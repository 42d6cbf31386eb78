"""The closed room: in clear an opaque number, a state, an age band and the next day; everything else is sealed.

Rows are guarded by the team of each case (the seats of `TeamSeat`), not by the organisation. Versions of sealed
content are rows; there is no row history on it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.cases import rules
from twiza.lib.ids import new_id


class RoomWorker(models.Model):
    """A worker's public key in one organisation; the newest counts. Never changed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "user", "public_key", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    public_key = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "user", "-at"], name="room_worker_newest")]


class RoomLock(models.Model):
    """A private key, wrapped by its owner's passphrase and the pepper. Only its owner reads the row."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("worker", "user", "salt", "sealed", "pepper", "passes", "kibibytes", "at"), "restricted"
    )

    worker = models.OneToOneField(RoomWorker, on_delete=models.PROTECT, primary_key=True, related_name="lock")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField(max_length=200)
    pepper = models.PositiveSmallIntegerField()
    passes = models.PositiveSmallIntegerField()
    kibibytes = models.PositiveIntegerField()
    at = models.DateTimeField()


class Case(models.Model):
    """One person's file, or one listening without identity. Nothing here tells who or why."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "code", "opened_at"), "internal"),
        **dict.fromkeys(("state", "age_band", "next_on", "moved_on", "closings"), "restricted"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=8, db_collation="C")
    state = models.CharField(max_length=24)
    age_band = models.CharField(max_length=8)
    next_on = models.DateField(null=True)
    # when the state last changed: written by the database alone, the time of keeping is counted from it
    moved_on = models.DateField(null=True, editable=False)
    opened_at = models.DateTimeField()
    closings = models.PositiveSmallIntegerField(
        default=0
    )  # counted by the database: each wants a note of its own

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="case_and_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "code"], name="case_code_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(age_band__in=list(rules.AGE_BANDS)), name="case_age_band_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_of_child(self) -> bool:
        """Whether its team has the page for a child in danger: under 18, or it began with an alert."""
        return self.age_band == "minor" or self.notes.filter(kind="alert").exists()


class TeamSeat(models.Model):
    """A dated place in the team of a case, with the case's key sealed to that worker (empty until it is handed)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "case", "organisation", "user", "kind", "since", "until", "reason_code", "reviewed_at",
                "reviewed_by",
            ),
            "internal",
        ),
        "sealed": "restricted",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    sealed = models.BinaryField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=16, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "user"], name="seat_of_case"),
            models.Index(fields=["user", "case"], name="seat_of_user"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(kind="opened"), name="case_opened_once"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(until__isnull=True), name="one_lasting_seat_each"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(rules.SEATS)), name="seat_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="broke_glass")
                | Q(until__isnull=False, until__lte=F("since") + rules.LONGEST_EMERGENCY)
                & Q(reason_code__in=list(rules.EMERGENCIES)),
                name="emergency_is_short_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(reviewed_by=F("user")),
                name="emergency_reviewed_by_another",
            ),
        ]


class CaseNote(models.Model):
    """A note of a case; its words are in its versions."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "case", "organisation", "at"), "internal"),
        **dict.fromkeys(("kind", "due_on"), "restricted"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    # of a request about her own data, until it is answered: the today page has no key, and a late answer must show
    due_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "case"], name="note_and_its_case"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.NOTES)), name="note_kind_known"),
        ]


class NoteVersion(models.Model):
    """What a note said at one time, sealed with the case's key. Only ever added: an edit is the next number."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "note", "case", "organisation", "number", "at", "by"), "internal"),
        "sealed": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="versions", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "number"], name="note_version_once"),
        ]


class RoomDraft(models.Model):
    """What somebody is typing, sealed to themselves: one row for each thing they type at. Only they reach it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "user", "about", "case", "at"), "internal"),
        "sealed": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about = models.UUIDField()  # the case, its note, a form of it; the organisation for a listening
    # of which case: erased with it, whatever form it belongs to; none for a listening, which has no case yet
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "about"], name="one_draft_for_each_thing"),
        ]
