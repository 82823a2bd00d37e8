"""A question of words: all of them, those in quotation marks next to each other, one that ends in * as a beginning.

Nothing that is typed is wrong: a mark without its pair, a lone star or a sign is read as if it were not there.
"""

import re

from consult.search.folding import fold
from workflows.kernel.frozen import dataclass

MOST = 12
"""Terms of one question that are looked for."""
LONGEST = 200
_TERM = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other; with `begins` the last of them is the beginning of one."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: every term must be there."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        """Say whether anything is looked for."""
        return bool(self.terms)

    @property
    def for_sqlite(self) -> str:
        """Write it for FTS5; folded words hold neither quotation marks nor operators."""
        return " ".join(f'"{" ".join(term.words)}"{"*" if term.begins else ""}' for term in self.terms)

    @property
    def for_postgres(self) -> str:
        """Write it as a query of text search; folded words hold no quotation marks."""
        return " & ".join(f"({' <-> '.join(_lexemes(term))})" for term in self.terms)

    def meets(self, text: str) -> bool:
        """Say whether a text that is in no index holds every term."""
        found = fold(text)
        return all(_holds(found, term) for term in self.terms)


def read_question(text: str) -> Question:
    """Read what somebody typed."""
    terms = []
    for phrase, word in _TERM.findall(text[:LONGEST]):
        words = tuple(fold(phrase or word))
        if words:
            terms.append(Term(words, begins=word.endswith("*")))
    return Question(tuple(dict.fromkeys(terms))[:MOST])


def _lexemes(term: Term) -> list[str]:
    last = len(term.words) - 1
    return [f"'{word}'{':*' if term.begins and i == last else ''}" for i, word in enumerate(term.words)]


def _holds(found: list[str], term: Term) -> bool:
    size = len(term.words)
    return any(_is_here(found[i : i + size], term) for i in range(len(found) - size + 1))


def _is_here(some: list[str], term: Term) -> bool:
    if some == list(term.words):
        return True
    return term.begins and some[:-1] == list(term.words[:-1]) and some[-1].startswith(term.words[-1])
