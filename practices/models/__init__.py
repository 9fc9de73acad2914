"""The practice record and everything that belongs to it."""

from .commitment import Commitment, CommitmentUpdate, PartnerPledge
from .parts import (
    Adaptation,
    BuildingBlock,
    CodeCounter,
    Contact,
    DigitalTool,
    Document,
    Endorsement,
    HistoryEntry,
    Image,
    Indicator,
    LanguageState,
    Partner,
    PracticeTerm,
    ReachedFigure,
    SignOff,
    SuccessCondition,
    Tag,
    Version,
)
from .practice import WORD_TARGETS, Practice
from .search import Lexeme, SearchRebuild, SearchText
from .versions import Change, DataVersion

__all__ = [
    "WORD_TARGETS",
    "Adaptation",
    "BuildingBlock",
    "Change",
    "CodeCounter",
    "Commitment",
    "CommitmentUpdate",
    "Contact",
    "DataVersion",
    "DigitalTool",
    "Document",
    "Endorsement",
    "HistoryEntry",
    "Image",
    "Indicator",
    "LanguageState",
    "Lexeme",
    "Partner",
    "PartnerPledge",
    "Practice",
    "PracticeTerm",
    "ReachedFigure",
    "SearchRebuild",
    "SearchText",
    "SignOff",
    "SuccessCondition",
    "Tag",
    "Version",
]
