"""The door for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twiza.config.settings")
application = get_wsgi_application()

from twiza.platform.access.actions import refuse_powerful_role  # noqa: E402 - the apps must be loaded

refuse_powerful_role()  # owner or superuser would walk past every policy
