"""The menu, in the order in which people work. One line each; who sees it is said by a permission."""

from django.utils.translation import gettext_lazy as _

from twiza.platform.web.menu import MenuItem

MENU = [
    MenuItem(_("Today"), "reporting:today", icon="today"),
    MenuItem(_("My long work"), "queue:list_work", icon="clock"),
    MenuItem(_("The log"), "reporting:show_log", permission="audit.read", icon="history"),
]
