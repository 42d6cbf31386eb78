"""The roles of the house, on one page, in words that a person who does not program can review."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """A role held in one organisation for a period.

    Attributes:
        code: stable key, stored in the membership.
        name: as shown.
        about: what this person does, in plain sentences.
        may: permissions, in the organisation of the membership only.
        needs_second_factor: sign-in asks for a code or a passkey.
    """

    code: str
    name: str | Promise
    about: str | Promise
    may: frozenset[P] = field(default_factory=frozenset)
    needs_second_factor: bool = True


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "listener",
            _("Listener"),
            _("Receives and listens to people in a centre, and keeps their files in a closed room."),
        ),
        Role(
            "centre_director",
            _("Centre director"),
            _("Runs one centre: its team, its hours, its quality."),
            frozenset({P.ORGANISATION_EDIT, P.MEMBERS_MANAGE, P.PLACES_EDIT}),
        ),
        Role(
            "association_president",
            _("Association president"),
            _("Answers for the association: signs lists and conventions, invites people."),
            frozenset({P.ORGANISATION_EDIT, P.MEMBERS_MANAGE, P.PLACES_EDIT}),
        ),
        Role("treasurer", _("Treasurer"), _("Keeps the money of the association and its receipts.")),
        Role(
            "campaign_manager",
            _("Campaign manager"),
            _("Prepares a campaign from its criteria to its report."),
            frozenset({P.PLACES_EDIT}),
        ),
        Role(
            "point_volunteer",
            _("Volunteer at a point"),
            _("Hands over baskets at one distribution point on the day. Sees codes, never names."),
            needs_second_factor=False,
        ),
        Role(
            "provincial_delegate",
            _("Provincial delegate"),
            _("Directs the provincial delegation: sees its network, signs its decisions."),
            frozenset({P.ORGANISATION_EDIT, P.ORGANISATION_REGISTER, P.MEMBERS_MANAGE, P.PLACES_EDIT}),
        ),
        Role(
            "licensing_grants_officer",
            _("Licensing and grants officer"),
            _("Examines licence and grant files at the delegation."),
            frozenset({P.ORGANISATION_EDIT, P.ORGANISATION_REGISTER, P.PLACES_EDIT}),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the logs and the lists by code. Changes nothing."),
            frozenset({P.AUDIT_READ}),
        ),
        Role(
            "platform_administrator",
            _("Platform administrator"),
            _("Keeps the platform running: organisations, members, parameters. Sees no family and no case."),
            frozenset(
                {
                    P.ORGANISATION_EDIT,
                    P.ORGANISATION_REGISTER,
                    P.MEMBERS_MANAGE,
                    P.PARAMETERS_CHANGE,
                    P.PLACES_EDIT,
                    P.AUDIT_READ,
                }
            ),
        ),
    )
}


def permissions_of(role: str) -> frozenset[P]:
    """Return what a role may do; an unknown role may do nothing."""
    known = ROLES.get(role)
    return known.may if known else frozenset()
