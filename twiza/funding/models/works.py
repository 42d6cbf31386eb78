"""Projects of works: what is built where, by which programme, who promised and paid what, how far it is.

`organisation` keeps the file (the delegation), `operator` will run the institution. `readers` are all bodies that read
it: the two, the owner, the partners. What hangs on a project follows it.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.funding.rules.works import CONDITIONS, PHASES, STEP_WORDS, Phase
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code

_PHASES = [str(one) for one in PHASES]


def works_code() -> str:
    """Return a code for a new project: said on the phone, written on letters."""
    return new_code(8)


def _organisation(**options: Any) -> Any:
    return models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+", **options)


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


def _project() -> Any:
    return models.ForeignKey(WorksProject, on_delete=models.PROTECT, related_name="+")


class WorksProgramme(models.Model):
    """A programme that a delegation wrote beside the given ones."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "name_ar", "name_fr", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="programme_has_a_name"),
            models.UniqueConstraint(
                fields=["organisation", "name_ar", "name_fr"], name="programme_written_once"
            ),
            models.UniqueConstraint(fields=["id", "organisation"], name="programme_and_its_owner"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class WorksProject(models.Model):
    """One project. Owner, operator and supervisor of the site are told apart: a body of the register, or a name."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "operator", "readers", "code", "title_ar", "title_fr", "category", "place",
            "place_said", "programme", "own_programme", "owner", "owner_said", "operator_said", "supervisor_said",
            "cost", "unfinanced", "currency", "phase", "stopped_on", "stopped_why", "institution", "convention", "source", "by", "at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    operator = _organisation(null=True)
    readers = ArrayField(models.UUIDField())
    code = models.CharField(max_length=8, default=works_code, unique=True)
    title_ar = models.CharField(max_length=200, blank=True)
    title_fr = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=40)  # of the institution that it will be
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    place_said = models.CharField(max_length=120, blank=True)  # as the source spells it
    programme = models.CharField(max_length=12, blank=True)
    own_programme = models.ForeignKey(WorksProgramme, on_delete=models.PROTECT, null=True, related_name="+")
    owner = _organisation(null=True)
    owner_said = models.CharField(max_length=200, blank=True)
    operator_said = models.CharField(max_length=200, blank=True)
    supervisor_said = models.CharField(max_length=200, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2)
    unfinanced = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    phase = models.CharField(max_length=10, default=Phase.IDEA)
    stopped_on = models.DateField(null=True)
    stopped_why = models.CharField(max_length=500, blank=True)
    institution = models.ForeignKey(
        "network.Institution", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # under which it runs; its parties alone see which one
    convention = models.ForeignKey(
        "network.Convention", on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=200)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "phase"], name="works_of_keeper"),
            models.Index(fields=["place"], name="works_at_place"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="works_and_its_keeper"),
            models.CheckConstraint(condition=~Q(title_ar="") | ~Q(title_fr=""), name="works_have_a_title"),
            models.CheckConstraint(condition=~Q(source=""), name="works_have_a_source"),
            models.CheckConstraint(
                condition=Q(cost__gt=0, unfinanced__gte=0, unfinanced__lte=F("cost")), name="works_cost"
            ),
            models.CheckConstraint(condition=Q(phase__in=_PHASES), name="works_phase"),
            models.CheckConstraint(
                condition=Q(programme="") | Q(own_programme__isnull=True), name="works_one_programme"
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stopped_why="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_why="")),
                name="works_stopped_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(phase="opened", institution__isnull=False)
                | (~Q(phase="opened") & Q(institution__isnull=True)),
                name="works_opened_as_institution",
            ),
        ]

    def __str__(self) -> str:
        return self.title_ar or self.title_fr


class WorksShare(models.Model):
    """What one partner promised: a body of the register, or one that is only named (a commune)."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "project", "partner", "partner_said", "amount", "reference", "by", "at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    project = _project()
    partner = _organisation(null=True)
    partner_said = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reference = models.CharField(max_length=120, blank=True)  # of the paper that promises it
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="works_share_is_something"),
            models.CheckConstraint(
                condition=Q(partner__isnull=False, partner_said="")
                | (Q(partner__isnull=True) & ~Q(partner_said="")),
                name="works_share_of_one_body",
            ),
            models.UniqueConstraint(fields=["project", "partner"], name="works_share_once"),
            models.UniqueConstraint(
                fields=["project", "partner_said"],
                condition=~Q(partner_said=""),
                name="works_named_share_once",
            ),
            models.UniqueConstraint(fields=["id", "project"], name="works_share_and_its_project"),
        ]


class WorksPayment(models.Model):
    """What a partner paid, with day and reference; below zero, a correction that says why. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "project", "share", "amount", "on", "reference", "words", "by", "at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    project = _project()
    share = models.ForeignKey(WorksShare, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    reference = models.CharField(max_length=120)
    words = models.CharField(max_length=300, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) | (Q(amount__lt=0) & ~Q(words="")),
                name="works_payment_is_something",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="works_payment_has_a_paper"),
        ]


class WorksStep(models.Model):
    """That a phase was reached, that works stopped or went on: the day, the paper, who wrote it. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "project", "what", "on", "reference", "words", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    project = _project()
    what = models.CharField(max_length=10)
    on = models.DateField()
    reference = models.CharField(max_length=120)
    words = models.CharField(max_length=1000, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=list(STEP_WORDS)), name="works_step_what"),
            models.CheckConstraint(condition=~Q(reference=""), name="works_step_has_a_paper"),
            models.UniqueConstraint(
                fields=["project", "what"], condition=Q(what__in=_PHASES), name="works_phase_reached_once"
            ),
        ]


class WorksPlan(models.Model):
    """By when a phase is planned. Only added to: the newest holds, the older ones stay to be read."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "project", "phase", "planned_on", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    project = _project()
    phase = models.CharField(max_length=10)
    planned_on = models.DateField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(phase__in=_PHASES), name="works_plan_phase")
        ]


class WorksReserve(models.Model):
    """What the provisional acceptance found wrong, by when it is mended, and when it was."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "project", "words", "due_on", "lifted_on", "lifted_reference", "by", "at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    project = _project()
    words = models.CharField(max_length=500)
    due_on = models.DateField()
    lifted_on = models.DateField(null=True)
    lifted_reference = models.CharField(max_length=120, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="works_reserve_says_what"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_reference="")
                | (Q(lifted_on__isnull=False) & ~Q(lifted_reference="")),
                name="works_reserve_lifted_by_paper",
            ),
        ]


class WorksItem(models.Model):
    """A line of the inventory: how many of what, in which state, handed over to whom. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "project", "what", "count", "condition", "handed_on", "reference", "by", "at",
            ),
            "internal",
        ),
        "handed_to": "personal",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    project = _project()
    what = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    condition = models.CharField(max_length=10)
    handed_to = models.CharField(max_length=200)
    handed_on = models.DateField()
    reference = models.CharField(max_length=120, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(count__gt=0, condition__in=list(CONDITIONS)) & ~Q(what="") & ~Q(handed_to=""),
                name="works_item_says_all",
            )
        ]
