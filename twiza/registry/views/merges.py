"""Taking back what was merged."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say
from twiza.registry import actions, queries


@require_POST
def undo_merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """Undo a merge, and say what was changed since and so left."""
    merge = queries.merge_for(request.user, id)
    try:
        merge = actions.undo_merge_and_decision(merge=merge, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("The merge is undone: both stand as they were."))
        if left := queries.left_words(merge):
            fields = _(", ").join(_(one) for one in left)  # i18n: the words are marked where they stand
            messages.warning(request, _("Changed since, and left as it is: %(fields)s.") % {"fields": fields})
    return redirect("registry:show_household", merge.kept_id)
