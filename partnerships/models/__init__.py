"""Partnerships of a client and a supplier: who they are, how they start, what they agree."""

from partnerships.models.agreement import (
    Agreement,
    AgreementAnnex,
    AgreementReceipt,
    AgreementSection,
    AgreementVersion,
    Approval,
)
from partnerships.models.partnership import (
    EndConfirmation,
    Goal,
    HandoverItem,
    OfPartnership,
    Partnership,
    PartnershipNote,
    SystemLink,
    TeamMember,
)
from partnerships.models.profile import Certificate, Contact, ProfileText, Reference, SupplierProfile
from partnerships.models.start import StartProgramme, StartReview, StartStep

__all__ = [
    "Agreement",
    "AgreementAnnex",
    "AgreementReceipt",
    "AgreementSection",
    "AgreementVersion",
    "Approval",
    "Certificate",
    "Contact",
    "EndConfirmation",
    "Goal",
    "HandoverItem",
    "OfPartnership",
    "Partnership",
    "PartnershipNote",
    "ProfileText",
    "Reference",
    "StartProgramme",
    "StartReview",
    "StartStep",
    "SupplierProfile",
    "SystemLink",
    "TeamMember",
]
