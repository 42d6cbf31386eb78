"""What the application role may do to tables that are not ours (Django, allauth, procrastinate).

Ours are granted beside their policies, in the migration that makes them. Neither list ever says TRUNCATE.
"""

from typing import Any

from django.conf import settings
from django.db import connections

ROW_WORK = "SELECT, INSERT, UPDATE, DELETE"

# Read before anybody is known (sign-in), hence without row security
FRAMEWORK_TABLES: dict[str, str] = {
    "django_migrations": "SELECT",
    "django_content_type": "SELECT",
    "django_session": ROW_WORK,
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "account_emailaddress": "SELECT",
    "account_emailconfirmation": "SELECT",
    "mfa_authenticator": ROW_WORK,
    "usersessions_usersession": ROW_WORK,
    "procrastinate_jobs": ROW_WORK,
    "procrastinate_events": ROW_WORK,
    "procrastinate_periodic_defers": ROW_WORK,
    "procrastinate_workers": ROW_WORK,
}


def grant_framework_tables(*, using: str = "default", **_: Any) -> None:
    """Grant the list above, and the sequences; run by the owner after each migrate (see apps.py)."""
    role = connections[using].ops.quote_name(settings.TWIZA_APP_ROLE)
    with connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
        for table, verbs in FRAMEWORK_TABLES.items():
            if table in present:
                name = connections[using].ops.quote_name(table)
                cursor.execute(f"REVOKE ALL ON {name} FROM PUBLIC, {role}")
                cursor.execute(f"GRANT {verbs} ON {name} TO {role}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def let_cases_be_erased(*, using: str = "default", **_: Any) -> None:
    """Let the function that erases a case reach every table that hangs on one; run by the owner after each migrate."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('cases_let_erase()') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT cases_let_erase()")
