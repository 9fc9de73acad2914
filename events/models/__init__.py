"""Peer learning: series, events and publications, with everything that belongs to them."""

from .entry import Entry, EntryTerm, Figure, HistoryEntry, LanguageState, Material, Organiser, Presence, SearchText
from .event import (
    Announcement,
    Delegation,
    Event,
    Need,
    NextStep,
    Participation,
    Quote,
    Series,
    Session,
    Showing,
)
from .people import Person
from .publication import CaseStudy, Contributor, Edition, Passage, Publication
from .registration import Attendance, FollowUp, IntendedChange, Registration

__all__ = [
    "Announcement",
    "Attendance",
    "CaseStudy",
    "Contributor",
    "Delegation",
    "Edition",
    "Entry",
    "EntryTerm",
    "Event",
    "Figure",
    "FollowUp",
    "HistoryEntry",
    "IntendedChange",
    "LanguageState",
    "Material",
    "Need",
    "NextStep",
    "Organiser",
    "Participation",
    "Passage",
    "Person",
    "Presence",
    "Publication",
    "Quote",
    "Registration",
    "SearchText",
    "Series",
    "Session",
    "Showing",
]
