"""Every change to peer learning, one function each; a status changes nowhere else.

Each function is atomic, locks the row, asks the permission and writes the history.
"""

from .coming import import_participants
from .follow_up import answer_follow_up, ask_follow_ups, state_change
from .following import draft_actions, start_note
from .moving import archive, publish, restore, unpublish
from .people import add_person, rename_person
from .registration import (
    anonymise_due,
    cancel_registration,
    change_registration,
    note_attendance,
    note_export,
    register,
    tell_registered,
)
from .writing import attach, create, note_presence, remove_draft, set_cover, set_language_state, translate, update

__all__ = [
    "add_person",
    "anonymise_due",
    "answer_follow_up",
    "archive",
    "ask_follow_ups",
    "attach",
    "cancel_registration",
    "change_registration",
    "create",
    "draft_actions",
    "import_participants",
    "note_attendance",
    "note_export",
    "note_presence",
    "publish",
    "register",
    "remove_draft",
    "rename_person",
    "restore",
    "set_cover",
    "set_language_state",
    "start_note",
    "state_change",
    "tell_registered",
    "translate",
    "unpublish",
    "update",
]
