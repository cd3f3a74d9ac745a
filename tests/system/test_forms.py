"""Forms let our own sentences speak: the browser's, in its own language and place, come only in between."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ROOMS = ("account", "accounts", "partnerships", "vision", "parts")
FIELDS = re.compile(
    r"\{\{ \w*(form|accept|decline)\w* \}\}|as_field_group|<textarea|<select|<input(?! type=\"hidden\")|prose_field"
)


@pytest.mark.parametrize("room", ROOMS)
def test_forms_with_fields_leave_the_check_to_us(room):
    walked = 0
    for path in (TEMPLATES / room).glob("*.html"):
        for tag, content in re.findall(r"(<form\b.*?method=\"post\".*?>)(.*?)</form>", path.read_text(), re.DOTALL):
            if "data-autosave" in tag or not FIELDS.search(content):
                continue
            assert "novalidate" in tag, f"{path.name}: {tag}"
            walked += 1
    assert walked
