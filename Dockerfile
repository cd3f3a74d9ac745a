# One image for web, worker, beat and the management commands.
FROM python:3.13-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home samenspel

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=config.settings STATIC_ROOT=/srv/static FILES_DIR=/srv/files

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes -r requirements/run.txt

COPY . .
RUN mkdir -p /srv/static /srv/files \
    && python -m runner.messages compile \
    && SAMENSPEL_MODE=production SITE_URL=https://build.invalid SECRET_KEY=build LINK_KEY=build \
       DATABASE_URL=postgresql://build@build.invalid/build BROKER_URL=redis://build.invalid/0 \
       CACHE_URL=redis://build.invalid/1 EMAIL_URL=smtp://build.invalid DEFAULT_FROM_EMAIL=build@build.invalid \
       python manage.py collectstatic --no-input --verbosity 0 \
    && chown -R samenspel /srv/files

USER 10001
EXPOSE 8000
VOLUME /srv/files
ENTRYPOINT ["deploy/entrypoint"]
CMD ["web"]
