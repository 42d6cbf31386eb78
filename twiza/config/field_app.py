"""The field app as it was built (`field/dist`): its page, its worker, its files. Nobody signs in to load it.

The page may run WebAssembly (the reader of square codes) and open the camera; nothing comes from elsewhere.
"""

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from twiza.config.settings import ROOT

BUILT = ROOT / "field" / "dist"
HASHED = "assets/"  # names there change with what they hold
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}
PACKED = {".html", ".js", ".css", ".json", ".webmanifest", ".wasm", ".svg"}
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, "'wasm-unsafe-eval'"],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "manifest-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}
MAY = (
    "camera=(self), microphone=(self), publickey-credentials-create=(self), publickey-credentials-get=(self)"
)


@login_not_required
@require_safe
@csp_replace(POLICY)
def open_app(request: HttpRequest) -> HttpResponseBase:
    """The page of the app; where it was not built, what to run."""
    if not (BUILT / "index.html").is_file():
        return render(request, "config/field_not_built.html", status=404)
    return _file(request, "index.html")


@login_not_required
@require_safe
def to_app(request: HttpRequest) -> HttpResponse:
    """The address as people type it."""
    return redirect("field:open_app", permanent=True)


@login_not_required
@require_safe
def send_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the app: for a year where its name changes with it, asked for again where not."""
    # a worker has the rules that it came with
    return csp_replace(POLICY)(lambda asked: _file(asked, name))(request)


def _file(request: HttpRequest, name: str) -> HttpResponse:
    whole = (BUILT / name).resolve()
    kind = KINDS.get(whole.suffix) or mimetypes.guess_type(whole.name)[0]
    if not whole.is_relative_to(BUILT.resolve()) or kind is None or not whole.is_file():
        raise Http404
    packed = whole.suffix in PACKED and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_content(whole, whole.stat().st_mtime_ns, packed), content_type=kind)
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if name.startswith(HASHED) else "no-cache"
    )
    response["Vary"] = "Accept-Encoding"
    if packed:
        response["Content-Encoding"] = "gzip"
    if (
        whole.suffix == ".html"
    ):  # by either address: what the phone keeps of it opens without network, rules and all
        response["Permissions-Policy"] = MAY
    return response


@lru_cache(maxsize=200)
def _content(whole: Path, changed: int, packed: bool) -> bytes:
    """The bytes of a file, read and packed again only when it is another one: an app of some hundred kilobytes."""
    content = whole.read_bytes()
    return gzip.compress(content, mtime=0) if packed else content


urls = (
    [
        path("field", to_app, name="to_app"),
        path("field/", open_app, name="open_app"),
        path("field/<path:name>", send_file, name="send_file"),
    ],
    "field",
)
