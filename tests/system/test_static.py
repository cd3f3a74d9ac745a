import gzip
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings


def test_collected_sheet_holds_all_its_parts_in_their_layers(tmp_path: Path):
    storages = {"staticfiles": {"BACKEND": "common.bundle.BundledStorage"}}
    ours = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages, STATICFILES_FINDERS=ours):
        call_command("collectstatic", interactive=False, verbosity=0)
        from django.contrib.staticfiles.storage import staticfiles_storage

        sheet = (tmp_path / staticfiles_storage.stored_name("css/samenspel.css")).read_text()
    assert "@import" not in sheet
    assert sheet.count("@layer components {") >= 10
    assert len(gzip.compress(sheet.encode())) < 18_000, "three tenths of what a first view may weigh"
