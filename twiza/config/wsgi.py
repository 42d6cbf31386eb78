"""The door for granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twiza.config.settings")
application = get_wsgi_application()

from twiza.platform.access.actions import refuse_powerful_role  # noqa: E402 - the apps must be loaded

refuse_powerful_role()  # owner or superuser would walk past every policy

# What was loaded stays for good: looking through it again and again for garbage cost a tenth of each page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
