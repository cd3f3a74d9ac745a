"""All settings, from the environment; docs/operations lists what to set.

SAMENSPEL_MODE is "production" (the default), "demo", "development" or "test".
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from kombu import Queue

from config import env

BASE_DIR = Path(__file__).resolve().parents[1]
MODE = env.choice("SAMENSPEL_MODE", "production", {"production", "demo", "development", "test"})
PRODUCTION = MODE == "production"
DEBUG = False

SECRET_KEY = env.text("SECRET_KEY")
# The secrets of invitation, share and calendar links are computed with this key, never stored.
LINK_KEY = env.text("LINK_KEY")
SITE_URL = env.text("SITE_URL").rstrip("/")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"] if not PRODUCTION else [urlsplit(SITE_URL).hostname or ""]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "lucide",
    "template_partials",
    "common",
    "notifications",
    "documents",
    "accounts",
    "services",
    "vision",
    "partnerships",
    "challenges",
    "meetings",
    "overview",
]
if MODE == "test":
    INSTALLED_APPS += ["zeal"]

MIDDLEWARE = [
    "common.middleware.request_log",
    # Before all that may answer by itself, so that every answer carries every header (tests/system/test_headers.py).
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "common.middleware.CleanInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.personal_settings",
    "accounts.middleware.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.middleware.method_page",
    "common.middleware.TakenMeanwhile",
    "accounts.middleware.ActingMember",
]
if MODE == "test":
    MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.place",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.icons",
                "accounts.templatetags.places",
                "common.templatetags.dates",
                "common.templatetags.once",
            ],
        },
    }
]
FORM_RENDERER = "common.forms.Renderer"

# Data ------------------------------------------------------------------------------------------
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The role that the application connects as; migrations give it its rights.
DATABASE_APP_ROLE = env.text("DATABASE_APP_ROLE", "samenspel_app")
CACHES = {
    "default": {
        "BACKEND": "common.cache.PatientCache",
        "LOCATION": env.text("CACHE_URL"),
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
FILES_DIR = Path(env.text("FILES_DIR", BASE_DIR / "var" / MODE / "files"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "common.bundle.BundledStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", BASE_DIR / "var" / MODE / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = MODE in {"test", "development"}
WHITENOISE_AUTOREFRESH = MODE == "development"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
UPLOAD_LIMIT = 10 * 1024 * 1024  # bytes, of one file
# Uploads are read in memory, so that no half file stays in a temporary folder.
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT + 1024 * 1024

# People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE == "test":
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.NotAboutOneself", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:start"
ACCOUNT_ADAPTER = "accounts.allauth.Adapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# Proxies that stand before us and set X-Forwarded-For; none where a browser connects directly.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
SESSION_COOKIE_AGE = 12 * 3600

# Words -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Safety ----------------------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "samenspel-session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "samenspel-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "common.views.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# The proxy of docker-compose.yml always overwrites this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Work in the background ------------------------------------------------------------------------
CELERY_BROKER_URL = env.text("BROKER_URL")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = CELERY_RESULT_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# A broker that hangs holds up one write of a process, no other for half a minute: see common.wakeups.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 7200,
    "socket_timeout": 3,
    "socket_connect_timeout": 2,
    "retry_on_timeout": False,
}
# Queues of their own, so that a hundred thousand mails hold up no PDF, and neither of them the sign of life.
CELERY_TASK_QUEUES = [Queue(name) for name in ("short", "mail", "files")]
CELERY_TASK_DEFAULT_QUEUE = "short"
CELERY_TASK_ROUTES = {
    "notifications.tasks.dispatch": {"queue": "mail"},
    "documents.tasks.run_job": {"queue": "files"},
    "services.tasks.count": {"queue": "files"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
# Concerns tasks that are acknowledged late, of which there are none; unset, Celery warns at each lost connection.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 60 if PRODUCTION else 0
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TIMEZONE = "UTC"
EVERY = {
    "notifications.tasks.heartbeat": 20,
    "notifications.tasks.plan": 60,
    "notifications.tasks.dispatch": 30 if PRODUCTION else 5,
    "notifications.tasks.forget": 24 * 3600,
    "documents.tasks.take_up": 30,
    "services.tasks.close_assessments": 60,
    "services.tasks.forget_files": 3600,
    "meetings.tasks.close_reviews": 900,
}
# What no worker took before the next one comes is worth nothing: a broker does not fill while workers are away.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": seconds, "options": {"expires": seconds}} for task, seconds in EVERY.items()
}

# Mail ------------------------------------------------------------------------------------------
MAIL_DIR = Path(env.text("MAIL_DIR", BASE_DIR / "var" / MODE / "mail"))
# The page that shows each mail instead of sending it; never where mail is real.
MAILBOX = MODE in {"demo", "development", "test"}
if PRODUCTION or env.text("EMAIL_URL", ""):
    globals().update(env.mail(env.text("EMAIL_URL")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", *(() if PRODUCTION else ("Samenspel <post@samenspel.example>",))
)

# Logs: one JSON object a line, without names, addresses or texts of people ------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "common.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "samenspel": {"level": "INFO" if PRODUCTION else "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # These name fonts and tags; faults of a document are raised by documents.rendering.
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
ZEAL_NPLUSONE_THRESHOLD = 3
# The address is unique without regard to case, by a constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
