"""Public pages of the actions."""

from .browse import browse
from .complete import complete
from .detail import detail, permanent_link
from .objectives import agenda, objective

__all__ = ["agenda", "browse", "complete", "detail", "objective", "permanent_link"]
