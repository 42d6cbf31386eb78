"""`twiza load_territory`: HCP's regions, provinces, communes and arrondissements into the tables."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from twiza.network import actions


class Command(BaseCommand):
    """Safe to run again: only what HCP changed is written."""

    help = "Load Morocco's administrative division (HCP, RGPH 2024, CC BY 4.0)."

    def handle(self, *args: Any, **options: Any) -> None:
        done = actions.load_territory(at=timezone.now())
        self.stdout.write(f"Territory: {done or 'nothing to do'}")
