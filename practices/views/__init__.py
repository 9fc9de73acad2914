"""Public pages of the actions."""

from .browse import browse
from .detail import detail, permanent_link
from .objectives import agenda, objective

__all__ = ["agenda", "browse", "detail", "objective", "permanent_link"]
