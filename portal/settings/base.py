"""Settings shared by every environment; safe for production as they stand.

Each value that an operator may set comes from the environment and is listed in ``.env.example``.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"  # everything that is made at run time: database, uploads, collected files
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "portal",
    "portal.shared",
    "modeltranslation",  # before the admin, whose forms it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",  # its widgets, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "knox",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "post_office",
    "portal.accounts",
    "portal.directory",
    "compacts",
    "practices",
    "events",
]

MIDDLEWARE = [
    "portal.pagecache.PageCache",  # outside of what it saves: everything
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages for slow lines; tokens are masked and lengths blurred by Django
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.shared.middleware.ApiLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.OnlyForms",
    "portal.accounts.middleware.SecondFactor",
    "portal.shared.middleware.Refusals",
    "portal.accounts.middleware.PressedSignedOut",  # inside of what makes a page of 405: it leads on instead
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "portal.shared.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.shared.context.page",
                "portal.accounts.context.account",
                "practices.views.kept.mark",
            ],
            "builtins": ["portal.shared.templatetags.punctuation"],
        },
    }
]

# Database: SQLite or PostgreSQL by DATABASE_URL -------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Eight writers at once without a lock error, and nothing acknowledged before it is on disk.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

#: Rendered public pages kept in each worker, in MiB.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=32)
#: Part of every page's version: a new release makes all older pages unreachable.
RELEASE = env("RELEASE", default="") or str(
    max(
        path.stat().st_mtime_ns
        for files in (
            "templates/**/*.html",
            "static/**/*.*",
            "portal/locale/**/*.mo",
            "p*/**/*.py",
            "compacts/**/*.py",
            "events/**/*.py",
        )
        for path in BASE_DIR.glob(files)
    )
)

# People -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "signup": "portal.accounts.forms.SignUpForm",
    "add_email": "portal.accounts.forms.ChangeEmailForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {  # kept in the cache: with several processes it must be a shared one
    "login": "20/m/ip",
    "login_failed": "20/m/ip,5/m/key",
    "signup": "5/h/ip",
    "reset_password": "20/h/ip,3/h/key",
    "register_for_event": "20/h/ip",
    "tell_registered_again": "3/h/key",
}
#: How many proxies of ours stand before the portal; what others write into X-Forwarded-For is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Local Action on Migration"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
    "activate_totp": "portal.accounts.forms.ActivateAppForm",
}
#: Editors and administrators reach nothing but the page that sets up a second factor until they have one.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=True)

KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - a model, no secret
MIGRATION_MODULES = {"knox": None}  # its own table of tokens would be made in spite of ours, and refer to accounts
REST_KNOX = {"TOKEN_PREFIX": "lam_", "AUTH_HEADER_PREFIX": "Token"}

# Languages --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "UTC"
USE_TZ = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "es", "fr")

# Files ------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env("UPLOAD_DIR", default=str(VAR_DIR / "uploads"))},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Safety -----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
#: An event with sixty speakers, twelve sessions and forty local governments sends about a thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# API --------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.shared.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "portal.shared.pagination.Pagination",
    "EXCEPTION_HANDLER": "portal.shared.api.answer_refusal",
    "URL_FORMAT_OVERRIDE": None,  # `format` belongs to the downloads of the query-string contract
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Local Action on Migration",
    "DESCRIPTION": (
        "What local and regional governments do for migrants, refugees and displaced people, tagged to the "
        "Global Compact for Migration, the Global Compact on Refugees and the SDGs. "
        "The filters are those of the pages: copy a query string from one to the other."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "DatePrecision": "portal.shared.dates.Precision",
        "EntryStatus": "events.enums.Status",
        "EventKind": "events.enums.Kind",
        "Judgement": "practices.enums.Judgement",
        "Language": LANGUAGES,
        "LanguageCode": [code for code, _name in LANGUAGES],
        "OrganisationKind": "portal.directory.models.Organisation.Kind",
        "PracticeKind": "practices.enums.Kind",
        "PublicationKind": "events.enums.PublicationKind",
        "SessionKind": "events.enums.SessionKind",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Mail: written into the outbox, sent from there by `manage.py deliver_mail` ------------------------

EMAIL_BACKEND = "portal.accounts.outbox.Outbox"
_server = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server["EMAIL_HOST_USER"] or "", _server["EMAIL_HOST_PASSWORD"] or ""
EMAIL_FILE_PATH = _server["EMAIL_FILE_PATH"] or None
EMAIL_USE_SSL = _server.get("EMAIL_USE_SSL", False) or _server["EMAIL_PORT"] == 465  # TLS from the first byte
EMAIL_USE_TLS = _server.get("EMAIL_USE_TLS", False) and not EMAIL_USE_SSL  # STARTTLS, or nothing is said
EMAIL_HOST = _server["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _server["EMAIL_PORT"] or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_TIMEOUT = 120  # a slow server is waited for, since nobody waits for the sender
POST_OFFICE = {"BACKENDS": {"default": _server["EMAIL_BACKEND"]}}
#: Where the portal is reached, for the addresses in mails: https://portal.example.org
SITE_URL = env("SITE_URL", default="").rstrip("/")

# Operations -------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@example.org")
SECRETARIAT_EMAIL = env("SECRETARIAT_EMAIL", default="secretariat@example.org")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
SITE_NAME = "Local Action on Migration"
SHOW_GALLERY = False  # the component gallery is a page for developers
