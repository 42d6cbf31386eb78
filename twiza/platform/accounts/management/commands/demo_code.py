"""`twiza demo_code ROLE`: the current second factor of an account of the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions, queries


class Command(BaseCommand):
    help = (
        "Print the second factor of a demonstration account, by role or by user name. Refuses anywhere else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="a role (campaign_manager) or a user name")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        at = timezone.now()
        for user in queries.demo_users(role, at=at):
            with acting_as(None, purpose=Purpose.SETUP):
                actions.set_up_demo_factor(user=user, at=at)
            shown = queries.demo_code(user, at=at)
            self.stdout.write(f"{shown.user_name}: {shown.code} ({shown.seconds_left} s)")
