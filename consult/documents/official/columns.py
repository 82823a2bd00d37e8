"""How the columns of a table share the width of a page."""

from consult.documents.official.plan import SetTable

LOOKED_AT = 500
"""Rows that are looked at: a long table is like its beginning."""
LETTERS = 90
"""Letters of the size of tables that stand side by side on a page."""
LEAST, MOST_TEXT, MOST_OTHER = 6.0, 40.0, 26.0


def share_width(table: SetTable) -> list[float]:
    """Return the share of each column, all together 1: by its longest cell or word of its heading, within bounds."""
    wishes = []
    for at, (heading, kind) in enumerate(zip(table.headings, table.kinds, strict=True)):
        cells = max((len(row[at]) for row in table.rows[:LOOKED_AT]), default=0)
        head = max((len(word) for word in heading.split()), default=0) * 1.15
        wishes.append(min(max(cells, head, LEAST), MOST_TEXT if kind == "text" else MOST_OTHER) + 1.5)
    return [wish / sum(wishes) for wish in wishes]


def find_tight(table: SetTable, shares: list[float]) -> list[int]:
    """Return for each column how many letters fit into its width where some word of it has more; 0 where all fit."""
    found = []
    for at, share in enumerate(shares):
        room = max(int(LETTERS * share) - 1, 4)
        words = (word for row in table.rows for word in row[at].split())
        longest = max((len(word) for word in (*table.headings[at].split(), *words)), default=0)
        found.append(room if longest > room else 0)
    return found
