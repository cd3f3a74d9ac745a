"""Static files with hashed names and compressed copies; the style sheet's parts in one file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/samenspel.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\)\s*(?:layer\((\w+)\))?;')


def bundle(sheet: Path) -> str:
    """The sheet with each of its imports in its place, within the layer that the import names."""

    def put(match: re.Match[str]) -> str:
        content = (sheet.parent / match[1]).read_text()
        return f"@layer {match[2]} {{\n{content}\n}}" if match[2] else content

    return IMPORT.sub(put, sheet.read_text())


class BundledStorage(CompressedManifestStaticFilesStorage):
    """One request for all styles, instead of one for each part, and nothing to build while developing."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[tuple]:
        # From the source, as collectstatic leaves a sheet alone whose own file did not change.
        if (source := finders.find(SHEET)) and SHEET in paths and not dry_run:
            Path(self.path(SHEET)).write_text(bundle(Path(source)))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)
