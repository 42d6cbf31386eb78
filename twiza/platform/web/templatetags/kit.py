"""Tags of the interface kit's own templates."""

from typing import Any

from django import forms, template
from django.utils.safestring import SafeString, mark_safe

from twiza.platform.web.icons import icon_svg
from twiza.platform.web.sentences import say

register = template.Library()
register.filter("say", say)

KINDS = {"success": "good", "error": "refusal", "danger": "refusal", "debug": "info"}
ICONS = {"info": "info", "good": "good", "warning": "alert", "refusal": "refusal"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon. The drawings are constants of the house."""
    return mark_safe(icon_svg(name))  # noqa: S308


@register.simple_block_tag
def words(content: str) -> str:
    """Capture what is inside as one line of words: `{% words as name %}…{% endwords %}`."""
    return mark_safe(" ".join(content.split()))  # noqa: S308  (already escaped by the block)


@register.filter
def notice_kind(level: str) -> str:
    """Turn a message level of Django into a kind of notice."""
    kind = KINDS.get(level, level)
    return kind if kind in ICONS else "info"


@register.filter
def notice_icon(level: str) -> str:
    """Name the icon of a kind of notice or of a message level."""
    return ICONS[notice_kind(level)]


@register.filter
def is_tick(field: Any) -> bool:
    """Whether a form field is one box to tick: its label stands beside it, not above."""
    return isinstance(field, forms.BoundField) and isinstance(field.field.widget, forms.CheckboxInput)
