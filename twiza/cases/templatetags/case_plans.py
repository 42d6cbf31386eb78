"""Words for codes of the plan, of what was done and of danger, in the reader's language."""

from django import template

from twiza.cases import rules
from twiza.platform.web.formats import labelled

register = template.Library()
for name, labels in {
    "axis": rules.AXES,
    "task_doer": rules.TASK_DOERS,
    "task_state": rules.TASK_STATES,
    "act_kind": rules.ACTS,
    "paper_way": rules.PAPERS,
    "order_word": rules.ORDERS,
    "danger_question": rules.DANGER_QUESTIONS,
    "danger_answer": rules.ANSWERS,
}.items():
    register.filter(name, labelled(labels))


@register.filter
def task_kind(state: str) -> str:
    """Return the colour of the state of a task."""
    return {"open": "warning", "done": "good"}.get(state, "info")
