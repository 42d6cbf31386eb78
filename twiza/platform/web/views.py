"""Pages of the frame: language, the quick way out and its neutral page, the gallery, refusals of forms."""

import calendar as month_sheets
from datetime import timedelta

from babel import Locale
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from twiza.platform.accounts import actions as accounts
from twiza.platform.web import formats
from twiza.platform.web.context import Page
from twiza.platform.web.gallery import gallery_context

YEAR = timedelta(days=365)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language on this machine and go back to the page the person was on."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe and back else "/")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            accounts.choose_language(language=language, by=request.user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=int(YEAR.total_seconds()),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: end the session, then show a page that says nothing. Back shows only the sign-in page."""
    logout(request)
    response = redirect(Page(request).neutral)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@require_GET
def neutral(request: HttpRequest) -> HttpResponse:
    """A calendar of this month, without our name: what stays on the screen after a quick exit."""
    today = timezone.localdate()
    language = formats.language()
    first = 0 if language != "ar" else 6  # Arabic calendars begin on Sunday here, French ones on Monday
    names = Locale.parse(formats.LOCALES[language]).days["format"][
        "wide" if language != "fr" else "abbreviated"
    ]
    sheet = month_sheets.Calendar(first)
    return render(
        request,
        "web/neutral.html",
        {
            "today": today,
            "weekdays": [names[day] for day in sheet.iterweekdays()],
            "weeks": sheet.monthdatescalendar(today.year, today.month),
        },
    )


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component of the kit, in every state, in the language of the moment."""
    return render(request, "web/gallery.html", gallery_context())
