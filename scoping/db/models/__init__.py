"""The tables, a module for each noun; whoever needs one takes it from here, so that all are known to the metadata."""

from scoping.db.base import Model
from scoping.db.models.catalogues import CatalogueActivation, CatalogueEdition
from scoping.db.models.engagements import Alternative, Engagement, Revision
from scoping.db.models.lengths import NAME_LENGTH, ONCE_LENGTH
from scoping.db.models.people import Person
from scoping.db.models.reports import ListedRepository, ReportUpload, SavedMapping
from scoping.db.models.reviews import Awaited, Document, Review, ReviewEvent

__all__ = [
    "NAME_LENGTH",
    "ONCE_LENGTH",
    "Alternative",
    "Awaited",
    "CatalogueActivation",
    "CatalogueEdition",
    "Document",
    "Engagement",
    "ListedRepository",
    "Model",
    "Person",
    "ReportUpload",
    "Review",
    "ReviewEvent",
    "Revision",
    "SavedMapping",
]
