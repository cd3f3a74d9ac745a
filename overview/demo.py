"""The demo scenario."""


def load() -> None:
    """Loads what is not there yet."""
