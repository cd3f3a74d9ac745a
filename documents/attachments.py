"""Uploaded files: checked by content and by name, kept under a random name, served as downloads only."""

import errno
import hashlib
import io
import logging
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import uuid4

import puremagic
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from documents.models import Attachment, Rendering
from documents.pdf import Picture

log = logging.getLogger("samenspel.files")

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
UNKNOWN = "application/octet-stream"
SAME = {"jpeg": "jpg"}
PICTURES = ("png", "jpg")
# The folder that makes a zip this kind of document.
FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
MEMBERS, UNPACKED = 5000, 300 * 1024 * 1024
PIXELS = 40_000_000
LARGEST_SIDE = 2400


@dataclass(frozen=True)
class Upload:
    """A file that passed all checks, as it will be kept."""

    name: str
    content_type: str
    content: bytes


def check(file: Any, allowed: tuple[str, ...] = tuple(TYPES)) -> Upload:
    """Reads an uploaded file and makes sure that it is what its name says; images are drawn anew.

    Raises ValidationError with a sentence for the person who uploaded it.
    """
    if file.size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        raise ValidationError(_("This file is too large. A file may be at most %(limit)s.") % {"limit": limit})
    if not file.size:
        raise ValidationError(_("This file is empty."))
    suffix = PurePath(file.name).suffix.lower().lstrip(".")
    kind = SAME.get(suffix, suffix)
    if kind not in allowed:
        names = ", ".join(allowed)
        raise ValidationError(_("This kind of file cannot be added. You can use: %(names)s.") % {"names": names})
    content = file.read()
    if not _CHECKS.get(kind, _is_text)(content, kind):
        raise ValidationError(_("The content of this file does not match its name. Save it anew and try again."))
    if kind in PICTURES:
        content = redrawn(content, kind)
    return Upload(safe_name(file.name), TYPES[kind], content)


def safe_name(name: str) -> str:
    """The last part of a name, on one line, without what a file system or a header gives a meaning."""
    plain = re.sub(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", PurePath(name).name)
    plain = re.sub(r"\s+", " ", plain).strip(" .") or "bestand"
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:140]}.{suffix}" if dot and stem else plain[:150]


def _is_pdf(content: bytes, kind: str) -> bool:
    return content[:5] == b"%PDF-" and ".pdf" in _extensions(content)


def _is_picture(content: bytes, kind: str) -> bool:
    return f".{kind}" in _extensions(content)


def _is_office(content: bytes, kind: str) -> bool:
    """A zip with the right folder in it, no macros, and no more inside than a document has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    names = {member.filename for member in members}
    small = len(members) <= MEMBERS and sum(member.file_size for member in members) <= UNPACKED
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    right = "[Content_Types].xml" in names and any(name.startswith(FOLDERS[kind]) for name in names)
    return small and right and not macros and f".{kind}" in _extensions(content)


def _is_text(content: bytes, kind: str) -> bool:
    if re.search(rb"[\x00-\x08\x0b\x0e-\x1f]", content):
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return not _extensions(content)  # Windows-1252, unless it is known to be something else
    return True


_CHECKS: dict[str, Callable[[bytes, str], bool]] = {
    "pdf": _is_pdf,
    **dict.fromkeys(PICTURES, _is_picture),
    **dict.fromkeys(FOLDERS, _is_office),
}


def _extensions(content: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def redrawn(content: bytes, kind: str) -> bytes:
    """The image drawn anew, upright, without what cameras add, and no larger than a page can show."""
    refusal = ValidationError(_("This image cannot be read. Save it as PNG or JPEG and try again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image: Image.Image = Image.open(io.BytesIO(content), formats=["PNG" if kind == "png" else "JPEG"])
            if image.width * image.height > PIXELS:
                raise ValidationError(_("This image has too many pixels. Make it smaller and try again."))
            image.load()
            image = ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise refusal from error
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    out = io.BytesIO()
    if kind == "png":
        image.convert("RGBA" if _has_alpha(image) else "RGB").save(out, "PNG", optimize=True)
    else:
        image.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _kinds_and_size(kinds: tuple[str, ...]) -> str:
    limit = filesizeformat(settings.UPLOAD_LIMIT)
    return _("%(kinds)s; at most %(limit)s.") % {"kinds": ", ".join(kinds).upper(), "limit": limit}


class UploadField(forms.FileField):
    """A file field whose cleaned value is an `Upload`, for `keep`. `kinds` narrows what may be added."""

    default_error_messages = {"required": gettext_lazy("Choose a file.")}

    def __init__(self, *, kinds: tuple[str, ...] = tuple(TYPES), **kwargs: Any) -> None:
        self.kinds = kinds
        accept = ",".join(f".{kind}" for kind in (*kinds, *(("jpeg",) if "jpg" in kinds else ())))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        kwargs.setdefault("help_text", lazy(_kinds_and_size, str)(kinds))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return check(file, self.kinds) if file and not isinstance(file, Upload) else file


def keep(upload: Upload, *, by: Any) -> Attachment:
    """Stores a checked file for the object of the caller, in the caller's transaction. `by` is a user.

    Refuses with ValidationError when the disk is full; no part of the file stays.
    """
    row = Attachment(
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        uploaded_by=by,
    )
    store(row, f"attachments/{uuid4().hex}", upload.content)
    row.save(force_insert=True)
    return row


def store(row: Attachment | Rendering, name: str, content: bytes) -> None:
    """Writes the file of a row, whole or not at all; a full disk is a sentence for people."""
    try:
        row.file.save(name, ContentFile(content), save=False)
    except OSError as error:
        row.file.storage.delete(name)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        log.error("no room for a file", exc_info=error)
        raise ValidationError(
            _(
                "There is no room left on our disk for this file, so nothing was saved. Save without the file, or try "
                "again later."
            )
        ) from error


def forget(row: Attachment) -> None:
    """Deletes a file and its row, when nothing points to it any more; the file itself once that is certain."""
    storage, name = row.file.storage, str(row.file.name)
    row.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def read(file: Attachment | Rendering) -> bytes:
    """The whole content, for a mail or another document."""
    with _opened(file) as stored:
        return stored.read()


def _opened(file: Attachment | Rendering) -> File:
    # By way of the storage: the field hands out one handle to everybody, and closing it closes it for all.
    return file.file.storage.open(str(file.file.name))


def picture_of(image: Attachment | None) -> Picture | None:
    """A kept image (a logo) for a PDF."""
    return Picture(read(image), image.content_type) if image and image.content_type.startswith("image/") else None


def serve(file: Attachment | Rendering) -> FileResponse:
    """The file as a download that no browser opens by itself. Call it behind the door of its object.

    What we made says what it is; of what somebody uploaded a browser is told nothing.
    """
    kind = file.content_type if isinstance(file, Rendering) else UNKNOWN
    response = FileResponse(_opened(file), as_attachment=True, filename=safe_name(file.name), content_type=kind)
    return _closed(response)


def serve_made(name: str, content: bytes, content_type: str) -> HttpResponse:
    """The same for a small file that was made for this answer and is not kept."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=safe_name(name)) or ""
    return _closed(response)


def serve_image(image: Attachment) -> FileResponse:
    """An image that we drew anew (a logo), to be shown in a page. Call it behind the door of its object."""
    assert image.content_type in ("image/png", "image/jpeg"), image.content_type
    return _closed(FileResponse(_opened(image), content_type=image.content_type))


def _closed(response: Any) -> Any:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
