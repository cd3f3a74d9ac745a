"""The services of a client, and the choice which of them deserve a partnership (tip 1)."""

from services.models.assessment import AssessedService, Assessment, Assessor, Criterion, Score
from services.models.catalogue import Delivery, Location, OfClient, Service
from services.models.choice import Choice, Relationship
from services.models.imports import Import, ImportRow
from services.models.journey import Channel, ContactMoment, EvidenceLevel, Journey, Persona, Stage

__all__ = [
    "AssessedService",
    "Assessment",
    "Assessor",
    "Channel",
    "Choice",
    "ContactMoment",
    "Criterion",
    "Delivery",
    "EvidenceLevel",
    "Import",
    "ImportRow",
    "Journey",
    "Location",
    "OfClient",
    "Persona",
    "Relationship",
    "Score",
    "Service",
    "Stage",
]
