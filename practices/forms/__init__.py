"""The form of an action: its pages and questions (``sections``), one page with answers (``page``), saving."""

from .page import SectionForm
from .saving import save
from .sections import BY_NAME, SECTIONS, question_of, section_of, sections_of

__all__ = ["BY_NAME", "SECTIONS", "SectionForm", "question_of", "save", "section_of", "sections_of"]
