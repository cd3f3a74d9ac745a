"""Files that we make, kept so that the same input is never worked on twice."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection, models
from django.utils.text import slugify

from documents.attachments import safe_name, store
from documents.models import Rendering

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@dataclass(frozen=True)
class Made:
    """What a maker hands over. `name` is what the reader's computer will call it."""

    name: str
    content_type: str
    content: bytes


def file_name(subject: str, organisation: str, version: str, language: str) -> str:
    """How each file of ours is called, without its ending: subject-organisation-version-language."""
    parts = (slugify(part)[:60].strip("-") for part in (subject, organisation, version, language))
    return "-".join(part for part in parts if part)


def render_once(
    kind: str, *, about: models.Model, language: str, input_hash: str, make: Callable[[], Made]
) -> Rendering:
    """The rendering of this input; `make` is called only when there is none yet, by one worker at a time."""
    with _alone(f"{kind}|{about.pk}|{language}|{input_hash}"):
        key = {"kind": kind, "object_id": about.pk, "language": language, "input_hash": input_hash}
        found = Rendering.objects.for_system("one for each input").filter(**key).first()
        return found or _keep(make(), object_type=about._meta.label_lower, **key)


def _keep(made: Made, **key: object) -> Rendering:
    row = Rendering(
        name=safe_name(made.name),
        content_type=made.content_type,
        size=len(made.content),
        sha256=hashlib.sha256(made.content).hexdigest(),
        **key,
    )
    store(row, f"renderings/{uuid4().hex}", made.content)
    row.save(force_insert=True)
    return row


@contextmanager
def _alone(name: str) -> Iterator[None]:
    # A lock of the session, not of a transaction: what others may see meanwhile (progress) must commit,
    # and when this process is killed PostgreSQL lets go of it.
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
