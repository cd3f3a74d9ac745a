"""Secret links: computed from a key that is not in the database, found by their hash."""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings


def token(kind: str, row: UUID, generation: int) -> str:
    """The secret of a link, 256 bits. The same for the same row until its generation rises."""
    message = f"{kind}|{row}|{generation}".encode()
    digest = hmac.new(settings.LINK_KEY.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What the row keeps."""
    return hashlib.sha256(token.encode()).hexdigest()
