"""The addresses that phones call: `/field/api/enrol`, `/field/api/pack`, `/field/api/operations`.

JSON only, without cookies and without a session: a phone says its token. Whatever is not 200 for operations means that
the phone keeps everything and sends it again. What each field means: docs/reference/field.md.
"""

import json
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from allauth.core.internal import ratelimit
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer
from pydantic import Field

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.lib.operations import LARGEST, Unreadable, from_base64, to_base64
from twiza.lib.sealed_boxes import LONGEST
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.sync import actions, queries, rules
from twiza.platform.sync.rules import SignedPack

router = Router()

# Tries a minute: wrong codes and tokens by address, batches by device
WRONG_CODES = WRONG_TOKENS = {"wrong": "60/m/ip"}
BATCHES = {"batches": "120/m/key"}
TOO_LARGE = _("This is too much at once: send at most 500 operations.")
Number = Annotated[int, Field(strict=True, ge=0, le=LARGEST)]


class TooLarge(DomainError):
    """More than one batch may hold."""

    code = "sync.too_large"


class TooMany(DomainError):
    code = "sync.too_many"


class Revoked(DomainError):
    code = "sync.revoked"


class ProofWanted(DomainError):
    code = "sync.proof_wanted"


class AnotherDevice(DomainError):
    code = "sync.another_device"


class Refusal(Schema):
    """Why not: a code for programs, a sentence for people."""

    code: str
    message: str


class Enrolment(Schema):
    code: Annotated[str, Field(max_length=60)]
    key: Annotated[str, Field(min_length=43, max_length=43)]  # 32 bytes
    name: Annotated[str, Field(max_length=200)] = ""
    installed: bool


class OfflineKey(Schema):
    number: int
    key: str


class Enrolled(Schema):
    device: UUID
    token: str
    post_kind: str
    from_: Annotated[int, Field(serialization_alias="from")]
    until: int
    server_now: int
    offline_key: OfflineKey
    pack_keys: dict[str, str]
    lang: str


class Batch(Schema):
    device: UUID
    waiting: Number
    last_seq: Number
    now: Number
    sealed: Annotated[list[Annotated[str, Field(max_length=LONGEST)]], Field(max_length=rules.MOST_LINES)]


class LineAnswer(Schema):
    n: int
    op: UUID | None
    answer: str
    rule: str
    repeated: bool
    kept: bool = True


class Answers(Schema):
    server_now: int
    revoked: bool
    missing: list[str]
    answers: list[LineAnswer]


class Pack(Schema):
    body: str
    key: int
    sig: str


class Token(HttpBearer):
    """The token of a device, in the header `Authorization: Bearer`."""

    def authenticate(self, request: HttpRequest, token: str) -> tuple[UUID, UUID] | None:
        """Return (device, in whose name it works), or None."""
        try:
            return queries.device_of(from_base64(token))
        except (Unreadable, queries.UnknownDevice):
            return None


class PackedJson(Parser):
    """JSON, as it is or in gzip, never more than a batch may hold."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = request.body
        if request.headers.get("Content-Encoding", "") == "gzip":
            press = zlib.decompressobj(31)
            body = press.decompress(body, rules.MOST_BYTES + 1)
            if len(body) <= rules.MOST_BYTES and not press.eof:
                raise ValueError("cut short")
        if len(body) > rules.MOST_BYTES:
            raise TooLarge(TOO_LARGE)
        found: dict[str, Any] = json.loads(body)
        return found


@router.post("/enrol", response={201: Enrolled, 400: Refusal, 404: Refusal, 429: Refusal}, by_alias=True)
def enrol(request: HttpRequest, said: Enrolment) -> Status[dict[str, Any]]:
    """Make the phone that shows a sheet's code the device of its post."""
    now = timezone.now()
    try:
        key = from_base64(said.key)
        Ed25519PublicKey.from_public_bytes(key)
    except ValueError:
        raise HttpError(400, "key") from None
    try:
        enrolment, person = queries.enrolment_of(said.code)
        with acting_as(person, purpose=Purpose.DEVICE):
            by = queries.person_of(person)
            device, token = actions.enrol_device(
                enrolment=enrolment, key=key, name=said.name, installed=said.installed, by=by, at=now
            )
    except queries.NoSuchCode:
        _count(request, "field_code", WRONG_CODES)
        raise
    number, offline = max(queries.keyring().exchange_keys("offline").items())
    return Status(
        201,
        {
            "device": device.pk,
            "token": to_base64(token),
            "post_kind": device.post_kind,
            "from_": _ms(device.begins),
            "until": _ms(device.ends),
            "server_now": _ms(now),
            "offline_key": {"number": number, "key": to_base64(offline.public_key().public_bytes_raw())},
            "pack_keys": {
                str(n): to_base64(one) for n, one in queries.keyring().public_keys("packs").items()
            },
            "lang": by.language if by.language in ("ar", "fr") else "ar",
        },
    )


@router.post(
    "/operations",
    auth=Token(),
    response={
        200: Answers,
        400: Refusal,
        401: Refusal,
        409: Refusal,
        413: Refusal,
        429: Refusal,
        503: Refusal,
    },
)
def operations(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """Take in a batch of sealed operations; an empty one is a sign of life. Everything is stored before the answer."""
    device, person = _device(request)
    if batch.device != device:
        raise AnotherDevice(_("These operations are of another phone: send them with its own token."))
    _count(request, "field_batches", BATCHES, key=str(device))
    now = timezone.now()
    with acting_as(person, purpose=Purpose.DEVICE):
        report = actions.take_in_operations(
            device=device,
            sealed=batch.sealed,
            waiting=batch.waiting,
            last_seq=batch.last_seq,
            device_now=_moment(batch.now, now),
            by=queries.person_of(person),
            at=now,
        )
    return {
        "server_now": _ms(now),
        "revoked": report.revoked,
        "missing": report.missing,
        "answers": report.answers,
    }


@router.get(
    "/pack",
    auth=Token(),
    response={200: Pack, 304: None, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 410: Refusal},
)
def pack(request: HttpRequest, response: HttpResponse) -> Any:
    """Give the device what it needs for its post and day, signed. It proves that it holds its key, not the token alone."""
    device, person = _device(request)
    now = timezone.now()
    with acting_as(person, purpose=Purpose.DEVICE):
        by = queries.person_of(person)
        row = queries.device_for(by, device)
        actions.note_contact(device=device, by=by, at=now)
        revoked = row.revoked_at is not None
    if revoked:
        raise Revoked(_("This phone was ended. Send what it holds, then give it back."))
    _check_proof(request, device, bytes(row.key))
    with acting_as(person, purpose=Purpose.WORK):
        made: SignedPack = _pack_source(row.post_kind)(
            device=device, post=row.post, post_kind=row.post_kind, by=by, at=now
        )
    tag = f'"{made.pack}"'
    response["ETag"] = tag
    if request.headers.get("If-None-Match") == tag:
        return Status(304, None)
    return {"body": made.body, "key": made.key, "sig": made.sig}


def install(api: NinjaAPI) -> None:
    """Put the addresses and their refusals into an API: each refusal is a code and a sentence, never kept anywhere."""
    api.add_router("", router)

    def refused(request: HttpRequest, refusal: Any) -> HttpResponse:
        return _refusal(_status(refusal), refusal)

    def busy(request: HttpRequest, error: Any) -> HttpResponse:
        return _answer(
            503, "sync.busy", _("Too busy just now. Keep everything and send it again in a minute.")
        )

    def unknown(request: HttpRequest, error: Any) -> HttpResponse:
        try:
            _count(request, "field_token", WRONG_TOKENS)
            queries.refuse_device()
        except DomainError as refusal:
            return _refusal(_status(refusal), refusal)

    def too_large(request: HttpRequest, error: Any) -> HttpResponse:
        return _answer(413, TooLarge.code, TOO_LARGE)

    def malformed(request: HttpRequest, error: Any) -> HttpResponse:
        if isinstance(error.__cause__, TooLarge):
            return too_large(request, error)
        return _answer(
            400, "sync.bad_request", _("This was not understood. Keep everything; the program may be old.")
        )

    handlers: Sequence[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]] = (
        (DomainError, refused),
        (OperationalError, busy),
        (RequestDataTooBig, too_large),
        (ValidationError, malformed),
        (HttpError, malformed),
        (AuthenticationError, unknown),
    )
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


def _device(request: HttpRequest) -> tuple[UUID, UUID]:
    known: tuple[UUID, UUID] = request.auth  # type: ignore[attr-defined]
    return known


def _check_proof(request: HttpRequest, device: UUID, key: bytes) -> None:
    """A copied token is not the phone: it signs `TWP-GET`, its id and the moment by its clock. Clocks decide nothing."""
    moment, _dot, signature = request.headers.get("Twiza-Proof", "").partition(".")
    try:
        if not moment.isascii() or not moment.isdigit():
            raise InvalidSignature
        Ed25519PublicKey.from_public_bytes(key).verify(
            from_base64(signature), f"TWP-GET\n{device}\n{moment}".encode()
        )
    except (InvalidSignature, Unreadable):
        raise ProofWanted(_("The phone has to show that it is itself. Open it with its own code.")) from None


def _count(request: HttpRequest, action: str, config: dict[str, str], key: str | None = None) -> None:
    rate = {action: next(iter(config.values()))}
    if not ratelimit.consume(request, app="twiza", action=action, config=rate, key=key, limit_get=True):
        raise TooMany(_("Too many tries. Wait a minute, then try again."))


@cache
def _pack_source(post_kind: str) -> Callable[..., SignedPack]:
    found: Callable[..., SignedPack] = import_string(settings.SYNC_PACKS[post_kind])
    return found


def _status(refusal: DomainError) -> int:
    for kind, status in STATUSES:
        if isinstance(refusal, kind):
            return status
    return 409


STATUSES: tuple[tuple[type[DomainError], int], ...] = (
    (queries.UnknownDevice, 401),
    (ProofWanted, 401),
    (Revoked, 410),
    (TooMany, 429),
    (TooLarge, 413),
    (NotFound, 404),
    (NotAllowed, 403),
)


def _refusal(status: int, refusal: DomainError) -> HttpResponse:
    template = gettext(str(refusal.template))
    return _answer(status, refusal.code, template % refusal.data if refusal.data else template)


def _answer(status: int, code: str, message: Any) -> HttpResponse:
    response = JsonResponse({"code": code, "message": str(message)}, status=status)
    if status in (429, 503):
        response["Retry-After"] = "60"
    return response


def _ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _moment(milliseconds: int, now: datetime) -> datetime:
    """What a phone's clock says; the server's own moment when no calendar holds it."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return now
