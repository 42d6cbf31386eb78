"""Who is signed in, with what proof; and what the dated numbers are worth."""

from twiza.platform.accounts.queries.codes import CodeNotGood, address_picture, code_for
from twiza.platform.accounts.queries.demo import DemoCode, NoDemoCode, demo_code, demo_users
from twiza.platform.accounts.queries.keys import ask_key, key_answers
from twiza.platform.accounts.queries.names import NoSuchUser, display_names, user_named
from twiza.platform.accounts.queries.parameters import (
    NoSuchParameter,
    ParameterLine,
    parameter,
    parameter_line,
    parameter_lines,
    parameter_number,
)
from twiza.platform.accounts.queries.requests import SignedInRequest
from twiza.platform.accounts.queries.roles import roles_page
from twiza.platform.accounts.queries.sign_in import (
    OpenSession,
    factor_at_the_door,
    factor_page,
    factor_shown,
    has_just_signed_in,
    has_key,
    has_second_factor,
    is_demo,
    may_remove_factor,
    missing_proof,
    proofs,
    role_needs_second_factor,
    roles_of,
    sessions_of,
    sign_in_again_address,
    signed_in,
    without_second_factor,
)

__all__ = [
    "NoSuchUser",
    "user_named",
    "CodeNotGood",
    "address_picture",
    "code_for",
    "DemoCode",
    "NoDemoCode",
    "demo_code",
    "demo_users",
    "OpenSession",
    "factor_at_the_door",
    "factor_page",
    "factor_shown",
    "has_just_signed_in",
    "has_key",
    "has_second_factor",
    "is_demo",
    "may_remove_factor",
    "missing_proof",
    "proofs",
    "roles_page",
    "role_needs_second_factor",
    "roles_of",
    "sessions_of",
    "sign_in_again_address",
    "signed_in",
    "NoSuchParameter",
    "ParameterLine",
    "SignedInRequest",
    "ask_key",
    "display_names",
    "key_answers",
    "parameter",
    "parameter_line",
    "parameter_lines",
    "parameter_number",
    "without_second_factor",
]
