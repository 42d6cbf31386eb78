"""Everything that changes who can sign in, and the dated numbers."""

from twiza.platform.accounts.actions.codes import (
    NotYourOwn,
    cancel_code,
    choose_new_password,
    make_invitation_code,
    make_new_password_code,
    use_code,
)
from twiza.platform.accounts.actions.demo import (
    NoDemonstration,
    RealPeopleHere,
    mark_demo,
    set_up_demo_factor,
)
from twiza.platform.accounts.actions.parameters import (
    NoSource,
    RewritesThePast,
    load_parameters,
    set_parameter,
)
from twiza.platform.accounts.actions.sessions import (
    NoSuchSession,
    end_other_sessions,
    end_session,
    note_session,
)
from twiza.platform.accounts.actions.users import (
    NoSuchAccount,
    NotOneself,
    PasswordTooWeak,
    UserNameTaken,
    UserNameUnfit,
    change_profile,
    choose_language,
    close_account,
    create_account,
)
from twiza.platform.accounts.rules.parameters import NotAValue

__all__ = [
    "NoSuchAccount",
    "NotOneself",
    "NotYourOwn",
    "cancel_code",
    "choose_new_password",
    "close_account",
    "make_invitation_code",
    "make_new_password_code",
    "use_code",
    "NoDemonstration",
    "NoSource",
    "NoSuchSession",
    "NotAValue",
    "PasswordTooWeak",
    "RealPeopleHere",
    "RewritesThePast",
    "UserNameTaken",
    "UserNameUnfit",
    "change_profile",
    "choose_language",
    "create_account",
    "end_other_sessions",
    "end_session",
    "load_parameters",
    "mark_demo",
    "note_session",
    "set_parameter",
    "set_up_demo_factor",
]
