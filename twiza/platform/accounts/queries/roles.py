"""The roles page for reading, made from `roles.py` and `permissions.py`: docs/reference/roles.md."""

from django.utils.translation import override

from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import CLASHES, EVERYBODY, ROLES, Role

HEAD = """# Who may do what

This page is made from `twiza/platform/accounts/roles/page.py` and `permissions.py` and compared at each test: change
those two, then write it again. A role is held in one organisation, from a first day to a last day; it gives its
permissions there and nowhere else, except where "in every organisation" is said.
"""


def roles_page() -> str:
    """Return the page as Markdown, in English, with the names in Arabic and French in both forms."""
    with override("en"):
        parts = [HEAD, *(_role(role) for role in ROLES.values()), _matrix(), _clashes()]
    return "\n".join(parts)


def _role(role: Role) -> str:
    lines = [
        f"## {role.en[0].upper()}{role.en[1:]}",
        f"{role.label('ar')} · {role.label('fr')}",
        "",
        str(role.about),
        "",
        *(f"- may {sentence}" for sentence in role.sentences),
        *(f"- may, in every organisation, {sentence}" for sentence in role.sentences_everywhere),
    ]
    if role.may_invite:
        lines.append(f"- may invite: {', '.join(ROLES[code].en for code in role.may_invite)}")
    lines.append(f"- signs in {'with a second factor' if role.needs_second_factor else 'by password alone'}")
    return "\n".join(lines) + "\n"


def _matrix() -> str:
    roles = list(ROLES.values())
    lines = [
        "## The same as a table",
        "● in the role's own organisation, ◉ in every organisation.",
        "",
        "| | " + " | ".join(role.en for role in roles) + " |",
        "|---|" + ":-:|" * len(roles),
    ]
    for one in Permission:
        marks = [
            "◉" if one in role.everywhere else "●" if one in role.may | EVERYBODY else "" for role in roles
        ]
        lines.append(f"| {one.about} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def _clashes() -> str:
    lines = [
        "## Never both at once in one organisation",
        *(_clash(clash.roles, clash.why) for clash in CLASHES),
    ]
    return "\n".join(lines) + "\n"


def _clash(roles: frozenset[str], why: object) -> str:
    return f"- {' and '.join(ROLES[code].en for code in sorted(roles))}: {why}"
