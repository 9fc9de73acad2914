"""The secretariat's forms of series, events and publications, made of the parts of the form of an action."""

from .groups import GROUPS, group_of
from .page import EntryForm, expand

__all__ = ["GROUPS", "EntryForm", "expand", "group_of"]
