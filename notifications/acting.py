"""Who acts in the request in hand, so that each mail that follows knows whom to tell when it does not arrive."""

from contextvars import ContextVar
from uuid import UUID

# The key of a membership: this room does not know memberships. Nothing in tasks and commands.
acting: ContextVar[UUID | None] = ContextVar("acting", default=None)
