"""Every change to an action, one function each; a status changes nowhere else.

Each function is atomic, locks the row, asks the permission and writes the history.
"""

from .files import add_image, attach, attach_letter, describe_file, remove_file, remove_letter
from .publication import archive, confirm, merge, publish, restore, revise
from .review import (
    answer_remark,
    assess,
    assign,
    claim,
    decline,
    drop_remark,
    recommend,
    release,
    remark,
    remind,
    reopen,
    request_changes,
    resolve_remark,
    submit,
    withdraw,
)
from .writing import (
    create_draft,
    dismiss_suggestion,
    empty_bin,
    give_consent,
    hand_over,
    note_presence,
    set_language_state,
    translate,
    update,
)

__all__ = [
    "add_image",
    "answer_remark",
    "archive",
    "assess",
    "assign",
    "attach",
    "attach_letter",
    "claim",
    "confirm",
    "create_draft",
    "decline",
    "describe_file",
    "dismiss_suggestion",
    "drop_remark",
    "empty_bin",
    "give_consent",
    "hand_over",
    "merge",
    "note_presence",
    "publish",
    "recommend",
    "release",
    "remark",
    "remind",
    "remove_file",
    "remove_letter",
    "reopen",
    "request_changes",
    "resolve_remark",
    "restore",
    "revise",
    "set_language_state",
    "submit",
    "translate",
    "update",
    "withdraw",
]
