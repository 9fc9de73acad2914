"""Every change to peer learning, one function each; a status changes nowhere else.

Each function is atomic, locks the row, asks the permission and writes the history.
"""

from .coming import import_participants
from .following import draft_actions, start_note
from .moving import archive, publish, restore, unpublish
from .people import add_person, rename_person
from .writing import attach, create, remove_draft, set_cover, set_language_state, translate, update

__all__ = [
    "add_person",
    "archive",
    "attach",
    "create",
    "draft_actions",
    "import_participants",
    "publish",
    "remove_draft",
    "rename_person",
    "restore",
    "set_cover",
    "set_language_state",
    "start_note",
    "translate",
    "unpublish",
    "update",
]
