"""Settings, each with its reason where it is not Django's own habit. Values of a place come from the environment."""

import os
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from twiza.config import database, embedded, sync
from twiza.lib.keyring import Keyring

ROOT = Path(__file__).resolve().parents[2]
TWIZA_HOME = database.home()
TWIZA_KEYS = embedded.keys_folder(TWIZA_HOME)
TWIZA_APP_ROLE = "twiza_app"


def _signing_secrets() -> list[str]:
    """Return the secrets that sign sessions and links, the one in use first: older ones are still believed."""
    kept = Keyring(TWIZA_KEYS).secrets("django")
    found = [secret.hex() for _, secret in sorted(kept.items(), reverse=True)]
    before_the_keyring = TWIZA_KEYS / "django-secret"
    return [*found, before_the_keyring.read_text()] if before_the_keyring.exists() else found


DEBUG = False
SECRET_KEY, *SECRET_KEY_FALLBACKS = _signing_secrets()
ALLOWED_HOSTS = os.environ.get("TWIZA_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [one for one in os.environ.get("TWIZA_ORIGINS", "").split(",") if one]
HTTPS = bool(CSRF_TRUSTED_ORIGINS)  # a public name means https in front

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    # their automatic set-ups undo each other (see TEMPLATES), hence the simple ones
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "twiza.config.apps.ConfigConfig",
    "twiza.platform.access.apps.AccessConfig",
    "twiza.platform.audit.apps.AuditConfig",
    "twiza.platform.accounts.apps.AccountsConfig",
    "twiza.platform.files.apps.FilesConfig",
    "twiza.platform.queue.apps.QueueConfig",
    "twiza.platform.sync.apps.SyncConfig",
    "twiza.platform.web.apps.WebConfig",
    "twiza.network.apps.NetworkConfig",
    "twiza.registry.apps.RegistryConfig",
    "twiza.funding.apps.FundingConfig",
    "twiza.cases.apps.CasesConfig",
    "twiza.shelter.apps.ShelterConfig",
    "twiza.aid.apps.AidConfig",
    "twiza.reporting.apps.ReportingConfig",
    "twiza.demo.apps.DemoConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "twiza.platform.web.middleware.PermissionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "twiza.platform.web.middleware.FragmentMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "twiza.platform.web.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "twiza.platform.accounts.middleware.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "twiza.cases.middleware.AtReceptionMiddleware",
    "twiza.platform.access.middleware.AccessMiddleware",
]

ROOT_URLCONF = "twiza.config.urls"
WSGI_APPLICATION = "twiza.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "twiza.platform.web.context.page",
            ],
        },
    }
]

DATABASES = database.databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who is asking (see platform/access): answered above, by name
ACCESS_ENTRANCE = "twiza.network.queries.entered"
ACCESS_GATE = "twiza.platform.accounts.middleware.second_factor_first"
ACCOUNTS_ROLES = "twiza.network.queries.roles_of"
AUDIT_ROLE_IN = "twiza.network.queries.role_in"
# Where people open the site: printed on slips
PUBLIC_ADDRESS = os.environ.get("TWIZA_ADDRESS", "http://localhost:8000").rstrip("/")
# Dotted name of a query → every day on which offices are closed, for delays counted in working days
CLOSED_DAYS = "twiza.aid.queries.closed_days"
# `twiza setup`: reference rows, in this order; dotted names of actions (at=…) → what was done, or None.
# Each may be run again.
SETUP_STEPS: list[str] = [
    "twiza.network.actions.load_territory",
    "twiza.network.actions.load_regimes",
    "twiza.network.actions.load_given_surveys",
]
# Dotted name (at=…) → the words that invite the first platform administrator; None when there is one.
FIRST_INVITATION = "twiza.network.actions.first_invitation"
# Where the signed heads of the log's chains go: outside the database; keep copies elsewhere
AUDIT_HEADS = TWIZA_HOME / "audit-heads.jsonl"
# Where `twiza backup` keeps its sets: the today page says how old the last one is
BACKUPS = Path(os.environ.get("TWIZA_BACKUPS") or TWIZA_HOME / "backups")
# After a restore, what erases again: kind of the erasure ledger → dotted name of an action (id=…, at=…)
ERASURES: dict[str, str] = {
    "files.file": "twiza.platform.files.actions.erase_again",
    "funding.donor": "twiza.funding.actions.erase_donor_again",
    "registry.household": "twiza.registry.actions.erase_household_again",
    "registry.upload": "twiza.registry.actions.forget_upload_again",
    "registry.request": "twiza.registry.actions.forget_request_words_again",
    "registry.person": "twiza.registry.actions.erase_person_again",
    "aid.campaign": "twiza.aid.actions.erase_people_again",
    "cases.case": "twiza.cases.actions.erase_case_again",
}
# The same kinds → a query (id) → whether it is still there: an erasure left open by a killed process
ERASURES_STILL_THERE: dict[str, str] = {
    "files.file": "twiza.platform.files.queries.is_kept",
    "funding.donor": "twiza.funding.queries.donor_has_words",
    "registry.household": "twiza.registry.queries.household_is_there",
    "registry.upload": "twiza.registry.queries.upload_has_words",
    "registry.request": "twiza.registry.queries.request_has_words",
    "registry.person": "twiza.registry.queries.person_is_there",
    "aid.campaign": "twiza.aid.queries.campaign_names_people",
    "cases.case": "twiza.cases.queries.case_is_there",
}
# Who stands in a kept file: its kind → a query (id of the file) → ids, for the line of the access log
FILE_SUBJECTS: dict[str, str] = {
    "registry.import": "twiza.registry.queries.shown_by_file",
    "registry.export": "twiza.registry.queries.in_register_of",
}
# What stands on households, asked before the list that brought them is undone: dotted names of queries
# (household ids) → yes or no
STANDS_ON_HOUSEHOLDS: list[str] = ["twiza.aid.queries.brought_among"]
# Other ways to answer a request, of the subjects above: dotted names of queries (user, request) → [(words, address)]
REQUEST_ANSWERS: list[str] = ["twiza.aid.queries.ways_to_nominate"]
# What follows when households are erased, in the same transaction: dotted names of actions (households=…, at=…)
ERASURE_FOLLOWERS: list[str] = ["twiza.aid.actions.forget_households"]
# What waits for a person on the today page: dotted names of queries (user, at) → rows
TODAY_SOURCES: list[str] = [
    "twiza.aid.queries.waiting_for",
    "twiza.aid.queries.stock_today.goods_waiting_for",
    "twiza.network.queries.waiting_for",
    "twiza.network.queries.institutions_waiting_for",
    "twiza.network.queries.processings_waiting_for",
    "twiza.aid.queries.legal_waiting_for",
    "twiza.aid.queries.demands_waiting_for",
    "twiza.aid.queries.reports_waiting_for",
    "twiza.registry.queries.waiting_for",
    "twiza.aid.queries.matching_due",
    "twiza.aid.queries.sheets_waiting_for",
    "twiza.registry.queries.doubles_waiting_for",
    "twiza.registry.queries.requests_waiting_for",
    "twiza.funding.queries.waiting_for",
    "twiza.funding.queries.grants_waiting_for",
    "twiza.funding.queries.works_waiting_for",
    "twiza.cases.queries.alerts_waiting_for",
    "twiza.cases.queries.decisions_waiting_for",
    "twiza.cases.queries.waiting_for",
    "twiza.cases.queries.referrals_waiting_for",
    "twiza.cases.queries.after_waiting_for",
    "twiza.cases.queries.recovery_waiting_for",
    "twiza.cases.queries.services_to_confirm",
    "twiza.cases.queries.ending_for",
    "twiza.cases.queries.asks_waiting_for",
    "twiza.shelter.queries.winter_decisions_waiting_for",
    "twiza.shelter.queries.rounds_waiting_for",
    "twiza.shelter.queries.alarms_waiting_for",
    "twiza.shelter.queries.notes_waiting_for",
    "twiza.shelter.queries.health_waiting_for",
    "twiza.aid.queries.news_for",
    "twiza.reporting.queries.kept_for",
    "twiza.reporting.queries.news_for",
    "twiza.reporting.queries.handovers_waiting_for",
]

# The menu's lines, and the quick way out (empty: our own calendar page, without our name)
NAVIGATION = "twiza.config.navigation.MENU"
# what a centre recorded for whoever does not read: <language>/<step>.mp3
RECORDINGS = Path(os.environ.get("TWIZA_RECORDINGS") or TWIZA_HOME / "recordings")
QUICK_EXIT_URL = os.environ.get("TWIZA_QUICK_EXIT_URL", "")
# Query () → {(hijri year, month): first day}: month starts that people entered from announcements
ANNOUNCED_MONTHS = "twiza.aid.queries.announced_months"

# Money knows no family and no list. Which campaigns a person may fund: query (user) → (id, title, baskets); what their
# money became: query (user, campaign) → (what is counted, how many)
FUNDING_CAMPAIGNS = "twiza.aid.queries.campaigns_to_fund"
FUNDING_OUTCOMES = "twiza.aid.queries.outcomes_of_campaign"
# What one of its baskets costs: query (user, campaign) → dirhams, or None
FUNDING_BASKET_COST = "twiza.aid.queries.cost_of_basket"
# Goods that were promised come in at a store: query (user, organisation, pledge) → (it has stores, [(store, address)]);
# query (user, pledge) → what the store found of them
FUNDING_STORES = "twiza.aid.queries.wishes.stores_to_receive"
FUNDING_ARRIVALS = "twiza.aid.queries.wishes.arrivals_of_pledge"
# Goods given to a restriction: query (user, restriction, day) → (what, came, used, gone, left, worth of what is left)
FUNDING_GOODS = "twiza.aid.queries.leftovers.goods_of_restriction"

# The open room of a browser, for pages of the subjects above: (request, organisation) → the room or None; the way to
# its door and back
ROOM_OPENED = "twiza.cases.views.room.opened_for"
ROOM_DOOR = "twiza.cases.views.room.to_the_door"

# What arrives from phones, by what a phone serves: kind of an operation → who takes it in; who makes its pack
SYNC_KINDS, SYNC_PACKS = sync.KINDS, sync.PACKS

# Row history: the context rides in the transaction's settings, as JSON in each event row; no context table,
# which would be neither isolated nor append-only
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "twiza.config.sign_in.PasswordBackend",
    "twiza.network.permissions.MembershipBackend",
]
PASSWORD_HASHERS = ["twiza.config.sign_in.ArgonHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "twiza.config.sign_in.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "twiza.config.sign_in.NotKnownToAll"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "twiza.config.sign_in.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, after 30 idle minutes, after 12 hours
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
SESSION_ENGINE = "twiza.config.sessions"
SESSION_COOKIE_AGE = 12 * 3600
MFA_ADAPTER = "twiza.config.sign_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off
# How many proxies of ours stand in front, so that limits on tries count the person's own address
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TWIZA_PROXIES", "0"))
# Tries at sign-in and codes already used are counted for all processes together
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "twiza_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "twiza_language"
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True
USE_I18N = True
# The kit has the last word: some texts of Django and allauth are said otherwise in Morocco
LOCALE_PATHS = [ROOT / "twiza" / "platform" / "web" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = TWIZA_HOME / "static"
# Hashed names come from `collectstatic` (`twiza setup`); tests read the files where they lie
STATIC_AS_THEY_LIE = os.environ.get("TWIZA_STATIC") == "plain"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_AS_THEY_LIE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STATIC_AS_THEY_LIE

# Strict: nothing inline, nothing from elsewhere
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Logs carry ids, never what a person typed; reports of errors neither
DEFAULT_EXCEPTION_REPORTER = "twiza.config.quiet_logs.WordlessReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"wordless": {"()": "twiza.config.quiet_logs.Wordless"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "wordless"}},
    # a job that breaks is said by our own guard, without the words of the error (they may quote a person)
    "loggers": {"procrastinate": {"level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TWIZA_LOG", "WARNING")},
}
