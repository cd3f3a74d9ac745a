"""Sample data of the style guide."""

from typing import Any


def sample_context() -> dict[str, Any]:
    return {}
