"""The real settings, with the slow job."""

from twiza.config.settings import *  # noqa: F403
from twiza.config.settings import INSTALLED_APPS as REAL

INSTALLED_APPS = [*REAL, "tests.operation.slow"]
INSTALLED_APPS.remove("procrastinate.contrib.django")
INSTALLED_APPS.append("procrastinate.contrib.django")
