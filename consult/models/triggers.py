"""Triggers by which the database itself keeps the record: what is written stays, parents stay, the log only grows.

A table says beside its declaration what it is: `record_table` (never changed, and never deleted unless erasure is
allowed) or `parent_table` (editable, never deleted). From that `record_triggers` gives the statements for SQLite and
PostgreSQL, and `missing_triggers` names those that do not stand in a database. A migration names its tables itself
with `guard_table` and `refuse_delete`, so that it stays as it was. Not modelled: rights of database accounts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import DDL, Connection, text

UPDATE_REFUSED = "This table is part of the record: rows are added, never changed."
DELETE_REFUSED = "This table is part of the record: rows are never deleted."
GAP_REFUSED = "Leaves are numbered without gaps: this is not the next number."
HEAD_REFUSED = "The head of the log must follow its leaves and never shrinks."

_REFUSE = """CREATE OR REPLACE FUNCTION consult_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$"""
_NEXT_LEAF = "NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM audit_leaf)"
_FOLLOWS = "NEW.size < OLD.size OR NEW.size <> (SELECT coalesce(max(seq) + 1, 0) FROM audit_leaf)"


class Statement(DDL):
    """One statement of a dialect; `name` is the trigger it creates, empty for the functions that triggers call."""

    def __init__(self, statement: str, name: str = "") -> None:
        """Keep the text as it stands; percent signs need no doubling."""
        super().__init__(statement.replace("%", "%%"))  # type: ignore[no-untyped-call] # untyped in the library
        self.name = name


@dataclass(frozen=True)
class Rule:
    """What a table is: columns that may not change (none named means none may), whether deletion is refused, and the
    condition under which a row is part of the record (empty: every row is)."""

    table: str
    keeps: bool
    columns: tuple[str, ...] = ()
    refuse_delete: bool = True
    kept_when: str = ""


_rules: dict[str, Rule] = {}


def record_table(table: str, *, allow_delete: bool = False, columns: tuple[str, ...] = (), kept_when: str = "") -> None:
    """Declare a table of the record; `columns` limits the refusal of changes to those that must not change, and
    `kept_when` (a condition on OLD) the refusals to rows that are part of the record by now."""
    _rules[table] = Rule(table, keeps=True, columns=columns, refuse_delete=not allow_delete, kept_when=kept_when)


def parent_table(table: str) -> None:
    """Declare a table that may be edited and whose rows are never deleted."""
    _rules[table] = Rule(table, keeps=False)


def guard_table(
    table: str, dialect: str, *, allow_delete: bool = False, columns: tuple[str, ...] = (), kept_when: str = ""
) -> list[Statement]:
    """Return the statements that refuse UPDATE and, unless allowed, DELETE on a table."""
    rule = Rule(table, keeps=True, columns=columns, refuse_delete=not allow_delete, kept_when=kept_when)
    return list(_statements(rule, dialect))


def refuse_delete(table: str, dialect: str) -> list[Statement]:
    """Return the statements that refuse DELETE on a table."""
    return list(_statements(Rule(table, keeps=False), dialect))


def log_triggers(dialect: str) -> list[Statement]:
    """Return the statements that let the log only grow: leaves without gaps, a head that follows them."""
    if dialect == "sqlite":
        return [
            _sqlite("audit_leaf", "next", "INSERT", GAP_REFUSED, _NEXT_LEAF),
            _sqlite("audit_head", "follow", "UPDATE", HEAD_REFUSED, _FOLLOWS),
        ]
    return [
        *_postgres_check("audit_leaf", "next", "INSERT", GAP_REFUSED, _NEXT_LEAF),
        *_postgres_check("audit_head", "follow", "UPDATE", HEAD_REFUSED, _FOLLOWS),
    ]


def record_triggers(dialect: str, tables: Collection[str] | None = None) -> list[Statement]:
    """Return every statement for the tables declared so far, or for some of them, in an order that can be executed."""
    rules = [rule for name, rule in _rules.items() if tables is None or name in tables]
    guards = [each for rule in rules for each in _statements(rule, dialect)]
    return [*guards, *log_triggers(dialect)]


def install(connection: Connection, statements: Iterable[Statement] | None = None) -> None:
    """Create the triggers, by default all of them; the tables must exist."""
    for statement in record_triggers(connection.dialect.name) if statements is None else statements:
        connection.execute(statement)


def missing_triggers(connection: Connection) -> list[str]:
    """Return the names of declared triggers that do not stand, or do not fire, in this database, sorted."""
    wanted = {each.name for each in record_triggers(connection.dialect.name) if each.name}
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    return sorted(wanted - set(connection.execute(text(query)).scalars()))


def _statements(rule: Rule, dialect: str) -> Iterator[Statement]:
    """Yield the statements of one rule."""
    if dialect not in ("sqlite", "postgresql"):
        raise ValueError(f"There are no triggers for '{dialect}'.")
    if dialect == "postgresql":
        yield Statement(_REFUSE)
    if rule.keeps:
        verb = f"UPDATE OF {', '.join(rule.columns)}" if rule.columns else "UPDATE"
        yield _refusal(dialect, rule.table, "update", verb, UPDATE_REFUSED, rule.kept_when)
    if rule.refuse_delete:
        yield _refusal(dialect, rule.table, "delete", "DELETE", DELETE_REFUSED, rule.kept_when)
    if rule.refuse_delete and dialect == "postgresql":
        yield _refusal(dialect, rule.table, "truncate", "TRUNCATE", DELETE_REFUSED)


def _refusal(dialect: str, table: str, what: str, verb: str, sentence: str, condition: str = "") -> Statement:
    """Return a trigger that refuses a verb on a table, whatever the row or where a condition on it holds."""
    if dialect == "sqlite":
        return _sqlite(table, what, verb, sentence, condition)
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    name, when = _name(table, what), f"WHEN ({condition}) " if condition else ""
    does = f"EXECUTE FUNCTION consult_refuse('{sentence}')"
    return Statement(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} {when}{does}", name)


def _sqlite(table: str, what: str, verb: str, sentence: str, condition: str = "") -> Statement:
    name, when = _name(table, what), f"WHEN {condition} " if condition else ""
    raising = f"SELECT RAISE(ABORT, '{sentence}');"
    return Statement(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}BEGIN {raising} END", name)


def _postgres_check(table: str, what: str, verb: str, sentence: str, condition: str) -> list[Statement]:
    """Return a function that refuses a row under a condition, and its trigger."""
    name = _name(table, what)
    function = f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {condition} THEN
RAISE EXCEPTION USING MESSAGE = '{sentence}', ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$"""
    trigger = f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    return [Statement(function), Statement(trigger, name)]


def _name(table: str, what: str) -> str:
    return f"keep_{table}_{what}"
