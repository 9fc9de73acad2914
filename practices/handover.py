"""When an officer leaves and a colleague takes over: the directory says so, the drafts follow."""

from portal.directory.signals import mandate_ended

from . import actions


def connect():
    """Listen to mandates that end."""
    mandate_ended.connect(_follow, dispatch_uid="practices.handover")


def _follow(*, mandate, successor, by, **_options):
    if successor and mandate.lrg:
        actions.hand_over(lrg=mandate.lrg, officer=mandate.officer, successor=successor, by=by)
