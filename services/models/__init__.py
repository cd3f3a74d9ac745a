"""The services of a client, and the choice which of them deserve a partnership (tip 1)."""

from services.models.assessment import AssessedService, Assessment, Assessor, Criterion, Score
from services.models.catalogue import Delivery, Location, OfClient, Service
from services.models.choice import Choice, Relationship

__all__ = [
    "AssessedService",
    "Assessment",
    "Assessor",
    "Choice",
    "Criterion",
    "Delivery",
    "Location",
    "OfClient",
    "Relationship",
    "Score",
    "Service",
]
