"""The world of outputs with something planted in everything that anybody wrote: markup, templates, formulas, commands.

Whatever stands in an answer as it was planted is text there. What was made of it is found by its trace: an element, an
attribute, a header of that name; a product where a template was; a formula in a sheet.
"""

from pathlib import Path

import pytest
from sqlalchemy import update

from consult import migrate
from tests.house.outputs_world import Secrets, build

PLANTED = '"\'><i-planted onplanted=1>P{{7*7}}P${7*7}#{7*7}<%=7*7%>#panic("planted")$planted$|||&lt;&#x3c;'
TRACES = ("i-planted", "onplanted")
PRODUCT = "P49P"
FORMULA = '=HYPERLINK("https://elsewhere.example")'
"""How names begin, beside what is planted in them."""
NAMES = {
    "party": "name",
    "organ": "name",
    "person": "name",
    "mandate": "office",
    "space_object": "name",
    "saved_view": "name",
    "lunar_current": "title",
    "output": "title",
}
"""What may be changed behind the pages' back; the record may not, and gets it through what is filed."""


def build_planted(folder: Path) -> Secrets:
    """Build the world; every secret ends in what is planted, every name begins as a formula and ends in it."""
    mark = Secrets.mark

    def planted(told: Secrets, procedure: str, level: str, *parties: str) -> str:
        return mark(told, procedure, level, *parties) + PLANTED

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Secrets, "mark", planted)
        told = build(folder)
    with told.world.writing() as conn:
        for table in migrate.tables().sorted_tables:
            if table.name in NAMES:
                column = table.c[NAMES[table.name]]
                conn.execute(update(table).where(column != "").values({column.name: FORMULA + column + PLANTED}))
    return told
