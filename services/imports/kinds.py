"""What a file is, told by its content; and the way out for each kind that we do not read."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.attachments import TYPES, Upload, safe_name
from services.imports.letters import decoded

NAMES = ("xlsx", "csv")
# Whatever its name says, the content decides; but other names are no list at all.
READABLE = (*NAMES, "xls", "xlsm", "xlsb", "xltx", "xlt", "ods", "fods", "ots", "numbers", "txt", "tsv", "tab", "htm",
            "html", "xml", "zip")  # fmt: skip

WAYS_OUT: dict[str, Promise | str] = {
    "locked": gettext_lazy(
        "This workbook is locked with a password. Open it in Excel, choose File > Info > Protect Workbook "
        "> Encrypt with Password, clear the password, save the file and choose it again."
    ),
    "old": gettext_lazy(
        "This is a workbook from before 2007 (.xls). Open it in Excel or LibreOffice, save it as an Excel "
        "workbook (.xlsx) and choose that file."
    ),
    "old_or_locked": gettext_lazy(
        "This workbook is locked with a password or of an old kind. "
        "Save it as an Excel workbook (.xlsx) without a password and choose it anew."
    ),
    "ods": gettext_lazy(
        "This is a LibreOffice spreadsheet (.ods). Open it in LibreOffice or Excel, choose File > Save As > Excel "
        "workbook (.xlsx) and choose that file."
    ),
    "numbers": gettext_lazy(
        "This is a Numbers spreadsheet. Open it in Numbers, choose File > Export To > Excel and choose that file."
    ),
    "binary": gettext_lazy(
        "This is a binary workbook (.xlsb). Open it in Excel, save it as an Excel workbook (.xlsx) and "
        "choose that file."
    ),
    "macros": gettext_lazy(
        "This workbook contains macros. Open it in Excel, save it as an Excel workbook without macros "
        "(.xlsx) and choose that file."
    ),
    "page": gettext_lazy(
        "This file is a web page that only carries the name of a spreadsheet. Open it in Excel, save it as an Excel "
        "workbook (.xlsx) and choose that file."
    ),
    "xml": gettext_lazy(
        "This file is a spreadsheet in XML. Open it in Excel, save it as an Excel workbook (.xlsx) and choose that "
        "file."
    ),
    "document": gettext_lazy(
        "This is a document, not a spreadsheet. Copy its table into Excel, save that as an Excel workbook (.xlsx) and "
        "choose it."
    ),
    "packed": gettext_lazy("This is a zip file. Unpack it and choose the spreadsheet in it."),
    "other": gettext_lazy("The content of this file does not match its name. Save it anew and try again."),
}
_OLE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def upload_of(file: Any) -> Upload:
    """An uploaded file as it will be kept. Raises ValidationError with the way out."""
    if file.size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        raise ValidationError(_("This file is too large. A file may be at most %(limit)s.") % {"limit": limit})
    if PurePath(file.name).suffix.lower().lstrip(".") not in READABLE:
        names = ", ".join(NAMES)
        raise ValidationError(_("This kind of file cannot be added. You can use: %(names)s.") % {"names": names})
    content = file.read()
    kind = kind_of(content)
    if kind not in NAMES:
        raise ValidationError(str(WAYS_OUT[kind]), code=kind)
    return Upload(safe_name(file.name), TYPES[kind], content)


def kind_of(content: bytes) -> str:
    """ "xlsx" or "csv", which we read, or a key of WAYS_OUT."""
    if content.startswith(b"PK"):
        return _kind_of_archive(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    return "other" if content.startswith(_PICTURES) else _kind_of_text(decoded(content))


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "other"
    lower = [name.lower() for name in names]
    if "xl/workbook.bin" in lower:
        return "binary"
    if any(name.startswith("xl/") and name.endswith("vbaproject.bin") for name in lower):
        return "macros"
    if any(name.startswith("xl/") for name in lower):
        return "xlsx"
    if "mimetype" in lower and "content.xml" in lower:
        return "ods" if b"opendocument.spreadsheet" in content[:200] else "document"
    if any((name.startswith("index/") and name.endswith(".iwa")) or name == "index.zip" for name in lower):
        return "numbers"
    return "document" if any(name.startswith(("word/", "ppt/")) for name in lower) else "packed"


def _kind_of_ole(content: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "locked"
    if holds("WordDocument") or holds("PowerPoint Document"):
        return "document"
    return "old" if holds("Workbook") or holds("Book") else "old_or_locked"


def _kind_of_text(text: str) -> str:
    head = text[:4096].lstrip().lower()
    if head.startswith(("<?xml", "<workbook", "<office:")) and "<html" not in head:
        return "ods" if "opendocument" in head else "xml"
    if re.match(r"(<!--.*?-->\s*)*<(!doctype html|html|head|body|meta|style|table|div)\b", head, re.DOTALL):
        return "page"
    if "mime-version:" in head and "multipart/" in head:
        return "page"
    return "other" if re.search(r"[\x00-\x08\x0e-\x1f]", text) else "csv"
