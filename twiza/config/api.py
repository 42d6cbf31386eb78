"""What programs call: the addresses of the field app. No page about them is served: docs/reference/field.md says all."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import NinjaAPI

from twiza.platform.sync.api import PackedJson, install

api = NinjaAPI(
    title="Twiza field",
    version="1",
    openapi_url=None,
    docs_url=None,
    urls_namespace="field_api",
    parser=PackedJson(),
)
install(api)


def _never_kept(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Asked without a session, hence without the token that guards forms; the answer is kept nowhere on its way."""

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    asked.csrf_exempt = True  # type: ignore[attr-defined]
    return login_not_required(asked)


_patterns, _app, _namespace = api.urls
for _one in _patterns:
    assert _one.callback is not None
    _one.callback = _never_kept(_one.callback)
urls = (_patterns, _app, _namespace)
