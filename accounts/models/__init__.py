"""People, organisations, their relations, and what happened."""

from accounts.models.audit import AuditEvent, AuditEventQuerySet, AuditOrigin, DutyNotice, Installation, KeptText
from accounts.models.people import (
    INVITERS,
    LANGUAGES,
    AccessRequest,
    Connection,
    Invitation,
    Membership,
    Organisation,
    Role,
    Side,
    User,
    check_time_zone,
    initials_of,
    name_in_order,
)

__all__ = [
    "INVITERS",
    "LANGUAGES",
    "AccessRequest",
    "AuditEvent",
    "AuditEventQuerySet",
    "AuditOrigin",
    "Connection",
    "DutyNotice",
    "Installation",
    "Invitation",
    "KeptText",
    "Membership",
    "Organisation",
    "Role",
    "Side",
    "User",
    "check_time_zone",
    "initials_of",
    "name_in_order",
]
