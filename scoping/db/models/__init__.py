"""The tables, a module for each noun; whoever needs one takes it from here, so that all are known to the metadata."""

from scoping.db.base import Model
from scoping.db.models.catalogues import CatalogueActivation, CatalogueEdition
from scoping.db.models.change_orders import ChangeJudgement, ChangeOrder
from scoping.db.models.comments import Comment
from scoping.db.models.discovery import AnswerFile, DiscoverySession, TypedAnswers
from scoping.db.models.documents import Document, Download, Rendering
from scoping.db.models.engagements import Alternative, Engagement, Revision
from scoping.db.models.grants import LeadershipGrant
from scoping.db.models.lengths import KEY_LENGTH, NAME_LENGTH, ONCE_LENGTH, PLACE_LENGTH
from scoping.db.models.links import CustomerAnswer, CustomerLink
from scoping.db.models.matches import Match, StaffedEngagement
from scoping.db.models.people import Person
from scoping.db.models.reports import ListedRepository, ReportUpload, SavedMapping
from scoping.db.models.reviews import Awaited, Review, ReviewEvent
from scoping.db.models.roster import RosterPerson

__all__ = [
    "KEY_LENGTH",
    "NAME_LENGTH",
    "ONCE_LENGTH",
    "PLACE_LENGTH",
    "Alternative",
    "AnswerFile",
    "Awaited",
    "CatalogueActivation",
    "CatalogueEdition",
    "ChangeJudgement",
    "ChangeOrder",
    "Comment",
    "CustomerAnswer",
    "CustomerLink",
    "DiscoverySession",
    "Document",
    "Download",
    "Engagement",
    "LeadershipGrant",
    "ListedRepository",
    "Match",
    "Model",
    "Person",
    "Rendering",
    "ReportUpload",
    "Review",
    "ReviewEvent",
    "Revision",
    "RosterPerson",
    "SavedMapping",
    "StaffedEngagement",
    "TypedAnswers",
]
