"""A paper by another channel in the world of secrets: what the secretariat registered of it, for itself alone."""

from datetime import timedelta
from typing import TYPE_CHECKING

from consult.documents import papers
from consult.documents.papers import NewPaper
from consult.standing import choices
from tests.consult.web.world import AT, SECRETARIAT

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

REF = "PAP-2026-222222"


def register_papers(told: "Secrets") -> None:
    """Register a note verbale that belongs to no case yet."""
    word = told.mark("berth", "C2", "OOSA")
    came = AT - timedelta(days=1)
    with told.world.app.app_context(), told.world.writing() as conn:
        office = choices(conn, told.world.people[SECRETARIAT], AT)[0]
        new = NewPaper("in", "note_verbale", "NV 1", None, came, "KOR", "Ministry", "en", word)
        assert REF == papers.register(conn, office, new, AT, choose=lambda _letters: "2")
