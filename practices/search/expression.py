"""What is asked of the index, in no database's words: clauses of terms, joined by AND or OR."""

from dataclasses import dataclass, replace

from .analysis import IN_TITLE


@dataclass(frozen=True, slots=True)
class Sequence:
    """Terms that follow one another in one column; the last may be only the beginning of a term."""

    terms: tuple
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase: the text holds one of these sequences."""

    options: tuple


@dataclass(frozen=True, slots=True)
class Expression:
    """Clauses that must all be in the text, or with ``is_any`` one of them."""

    clauses: tuple
    is_any: bool = False

    def __bool__(self):
        return bool(self.clauses)

    def in_title(self):
        """Return the same question about the title alone."""
        clauses = [
            Clause(
                tuple(
                    replace(option, terms=tuple(f"{IN_TITLE}{term}" for term in option.terms))
                    for option in clause.options
                )
            )
            for clause in self.clauses
        ]
        return replace(self, clauses=tuple(clauses))
