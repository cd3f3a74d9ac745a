"""Uploads: what is let in, as what it is kept, and how it leaves."""

import errno
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents import attachments
from documents.attachments import check, keep, read, safe_name, serve, serve_image
from documents.models import Attachment


def image(kind: str = "PNG", size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "x")
    return out.getvalue()


def with_macro() -> bytes:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


GOOD = [
    ("rapport.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
    ("Foto.JPEG", image("JPEG"), "image/jpeg"),
    ("foto.png", image(), "image/png"),
    ("lijst.xlsx", workbook(), attachments.TYPES["xlsx"]),
    ("lijst.csv", "naam;€\nKoffie;1".encode(), "text/csv"),
    ("notitie.txt", "é".encode("cp1252"), "text/plain"),
]


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
def test_allowed_files_are_kept_under_a_random_name(cast, name, content, content_type):
    row = keep(check(SimpleUploadedFile(name, content)), by=cast.campus_owner.user)
    kept = Attachment.objects.get(pk=row.pk)
    assert (kept.name, kept.content_type, kept.uploaded_by) == (name, content_type, cast.campus_owner.user)
    assert name not in kept.file.name
    assert kept.size == len(read(kept))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kwaad.html", b"<html>"),
        ("plaatje.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("geen-uitgang", b"x"),
        ("programma.pdf", b"MZ\x90\x00\x03"),
        ("pagina.pdf", b"<html><script>alert(1)</script>"),
        ("foto.png", image("JPEG")),
        ("half.png", image(size=(400, 400))[:-300]),
        ("macro.xlsx", with_macro()),
        ("verhaal.docx", workbook()),
        ("zip.docx", b"PK\x03\x04rubbish"),
        ("binair.txt", b"a\x00b"),
        ("leeg.txt", b""),
    ],
)
def test_other_files_are_refused_with_a_sentence(name, content):
    with pytest.raises(ValidationError) as refused:
        check(SimpleUploadedFile(name, content))
    assert refused.value.messages[0].endswith((".", "txt."))


def test_too_large_a_file_is_refused_before_it_is_read(settings):
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(ValidationError, match="too large"):
        check(SimpleUploadedFile("a.txt", b"x" * 11))


def test_too_many_pixels_are_refused(monkeypatch):
    monkeypatch.setattr(attachments, "PIXELS", 100)
    with pytest.raises(ValidationError, match="pixels"):
        check(SimpleUploadedFile("a.png", image()))


def test_image_is_drawn_anew_without_what_a_camera_adds():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (3000, 10)).save(out, "JPEG", exif=exif)
    kept = check(SimpleUploadedFile("a.jpg", out.getvalue())).content
    assert b"secret place" not in kept
    assert Image.open(io.BytesIO(kept)).width == 2400


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ('a"b\r\nX: y.pdf', "a b X y.pdf"),
        ("...", "bestand"),
        ("fdp.\u202egpj.exe", "fdp. gpj.exe"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert safe_name(given) == kept


def test_served_as_a_download_that_nothing_opens(cast):
    row = keep(check(SimpleUploadedFile("rapport é.pdf", b"%PDF-1.7\n%%EOF")), by=cast.campus_owner.user)
    response = serve(row)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''rapport%20%C3%A9.pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"%PDF-1.7\n%%EOF"
    response.close()


def test_logo_is_shown_as_the_image_it_is(cast):
    row = keep(check(SimpleUploadedFile("a.png", image())), by=cast.campus_owner.user)
    response = serve_image(row)
    assert response["Content-Type"] == "image/png"
    assert attachments.picture_of(row).content == b"".join(response.streaming_content)
    response.close()
    assert attachments.picture_of(None) is None


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that takes half of a file."""

    def half(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(cast, full_disk):
    upload = attachments.check(SimpleUploadedFile("notes.txt", b"Notes"))
    with pytest.raises(ValidationError, match="There is no room left on our disk"):
        attachments.keep(upload, by=cast.campus_owner.user)
    folder = Path(default_storage.path("attachments"))
    assert (list(folder.iterdir()), Attachment.objects.count()) == ([], 0)


def test_a_form_whose_file_finds_no_room_keeps_what_was_typed(cast, browse, full_disk):
    logo = SimpleUploadedFile("logo.png", image())
    address = f"/o/{cast.campus.slug}/settings/"
    before = cast.campus.name
    typed = {**browse(cast.campus_owner).get(address).context["form"].initial, "name": "Typed", "logo": logo}
    answer = browse(cast.campus_owner).post(address, {key: value for key, value in typed.items() if value is not None})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is no room left on our disk" in page
    assert 'value="Typed"' in page
    cast.campus.refresh_from_db()
    assert cast.campus.name == before


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EDQUOT, 507), (errno.EIO, 500)])
def test_a_full_disk_anywhere_else_is_a_page_of_its_own(rf, number, status):
    from common.views import server_error

    try:
        raise OSError(number, "x")
    except OSError:
        assert server_error(rf.get("/")).status_code == status
