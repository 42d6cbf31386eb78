"""One table: how far each person's long work is. The jobs themselves are procrastinate's tables."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.platform.queue import rules

OVER = sorted(str(state) for state in rules.OVER)
NOT_OVER = sorted(str(state) for state in rules.State if state not in rules.OVER)


class Work(models.Model):
    """Something that takes longer than a page. Its owner leaves and finds it again."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation_id", "by", "kind", "title", "state", "done", "total", "result",
            "problem_code", "problem", "problem_data", "created_at", "finished_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)  # the job's name
    title = models.CharField(max_length=200)  # English sentence, translated where it is shown
    state = models.CharField(max_length=10, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.CharField(max_length=300, blank=True)  # an address of this site
    problem_code = models.CharField(max_length=80, blank=True)
    problem = models.TextField(blank=True)  # English template, translated where it is shown
    problem_data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queue_work"
        indexes = [models.Index(fields=["by", "-created_at"], name="queue_work_by_person")]
        constraints = [
            models.CheckConstraint(
                name="queue_work_state_known", condition=Q(state__in=[str(state) for state in rules.State])
            ),
            models.CheckConstraint(
                name="queue_work_over_has_its_time",
                condition=Q(state__in=OVER, finished_at__isnull=False)
                | Q(state__in=NOT_OVER, finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="queue_work_failed_says_why",
                condition=(Q(state="failed") & ~Q(problem="")) | (~Q(state="failed") & Q(problem="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return rules.is_over(self.state)

    @property
    def percent(self) -> int | None:
        return rules.percent(self.done, self.total)
