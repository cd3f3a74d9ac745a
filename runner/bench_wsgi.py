"""The application with one more page: the bare one that bin/bench measures against."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "runner.bench_urls"

application = get_wsgi_application()
