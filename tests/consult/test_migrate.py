"""The runner of migrations: up, twice, down, all or nothing, and a comparison that sees what is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from consult import migrate
from consult.db import make_engine, reading, writing
from consult.lunar import runs
from consult.models.triggers import install

FIRST = '''"""First."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "1", None, None, None
def upgrade() -> None:
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True), sa.Column("of", sa.Integer,
        sa.ForeignKey("parent.id", name="fk_child")))
    op.execute("INSERT INTO parent VALUES (1)")
    op.execute("INSERT INTO child VALUES (1, 1)")
def downgrade() -> None:
    op.drop_table("child")
    op.drop_table("parent")
'''
SECOND = '''"""Second, which rebuilds the parent while a child points to it."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "2", "1", None, None
def upgrade() -> None:
    with op.batch_alter_table("parent") as batch:
        batch.add_column(sa.Column("name", sa.String(10), server_default="x"))
        batch.alter_column("name", nullable=True)
def downgrade() -> None:
    with op.batch_alter_table("parent") as batch:
        batch.drop_column("name")
'''
BROKEN = '''"""Third, which fails half-way."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "3", "2", None, None
def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO nothing VALUES (1)")
def downgrade() -> None:
    pass
'''
ORPHANING = '''"""Third, which leaves a child without its parent."""
from alembic import op
revision, down_revision, branch_labels, depends_on = "3", "2", None, None
def upgrade() -> None:
    op.execute("DELETE FROM parent")
def downgrade() -> None:
    pass
'''


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty database."""
    sqlite = request.param == "sqlite"
    made = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}" if sqlite else request.getfixturevalue("postgres_url"))
    if not sqlite:
        with writing(made) as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield made
    made.dispose()


@pytest.fixture
def revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations with two revisions of its own, and the real environment."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((migrate.MIGRATIONS / name).read_text())
    (folder / "versions" / "first.py").write_text(FIRST)
    (folder / "versions" / "second.py").write_text(SECOND)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    return folder


def names(engine: Engine) -> set[str]:
    """The tables of a database but for the runner's own."""
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.mark.usefixtures("revisions")
def test_a_database_goes_up_stays_and_comes_down(engine: Engine) -> None:
    """Up, up again, and down to nothing, with rows that point to a table that is rebuilt."""
    assert migrate.current(engine) is None

    migrate.upgrade(engine)
    migrate.upgrade(engine)
    assert ("2", "2", {"parent", "child"}) == (migrate.current(engine), migrate.newest(), names(engine))

    migrate.downgrade(engine, "base")
    assert (None, set()) == (migrate.current(engine), names(engine))


def test_a_migration_that_fails_leaves_nothing(engine: Engine, revisions: Path) -> None:
    """When a step of the third revision fails, the database stays at none of the three."""
    (revisions / "versions" / "third.py").write_text(BROKEN)

    with pytest.raises(Exception, match="nothing"):
        migrate.upgrade(engine)

    assert (None, set()) == (migrate.current(engine), names(engine))


def test_a_migration_that_leaves_orphans_is_undone(tmp_path: Path, revisions: Path) -> None:
    """On SQLite, where foreign keys are off meanwhile, rows that point nowhere stop the commit."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    (revisions / "versions" / "third.py").write_text(ORPHANING)

    with pytest.raises(migrate.MigrationFailed, match="rows of these tables point nowhere: child"):
        migrate.upgrade(engine)

    assert migrate.current(engine) is None
    with writing(engine) as connection:
        assert 1 == connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    engine.dispose()


def test_a_database_equal_to_the_tables_has_no_differences(engine: Engine) -> None:
    """Tables and triggers as declared compare equal on both databases."""
    with writing(engine) as connection:
        migrate.tables().create_all(connection)
        install(connection)

    assert [] == migrate.check(engine)


def test_a_missing_trigger_or_column_is_seen(engine: Engine) -> None:
    """A trigger that was dropped and a column that was added are both named."""
    on = " ON audit_leaf" if engine.dialect.name == "postgresql" else ""
    with writing(engine) as connection:
        migrate.tables().create_all(connection)
        install(connection)
        connection.execute(text(f"DROP TRIGGER keep_audit_leaf_delete{on}"))
        connection.execute(text("ALTER TABLE audit_node ADD COLUMN extra INTEGER"))

    differences = migrate.check(engine)

    assert 2 == len(differences)
    assert "extra" in differences[0]
    assert "The trigger keep_audit_leaf_delete is missing." == differences[1]


def test_a_revision_is_written_from_the_differences(tmp_path: Path, revisions: Path) -> None:
    """A new revision names what the tables have and the database has not."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    migrate.upgrade(engine)

    written = migrate.write_revision(engine, "Add the log")

    assert revisions / "versions" == written.parent
    assert "audit_leaf" in written.read_text()
    compile(written.read_text(), str(written), "exec")
    engine.dispose()


def test_the_products_own_revisions_make_the_tables_declared(engine: Engine) -> None:
    """A database brought up by the revisions has every table, column and trigger, and one head of the log."""
    migrate.upgrade(engine)
    migrate.upgrade(engine)

    assert [] == migrate.check(engine)
    assert migrate.newest() == migrate.current(engine)
    with reading(engine) as connection:
        assert (0, b"") == tuple(connection.execute(text("SELECT size, peaks FROM audit_head")).one())


FIRST_TABLES = "cb77a352d867"
WRITTEN = (
    "INSERT INTO party (key, name, kind, zone, place, languages) VALUES ('JPN', 'Japan', 'state', 'UTC', 'JP', '[]')",
    "INSERT INTO person (id, name, email, language, active, created_at) VALUES (7, 'A', 'a@x.test', 'en', true, :at)",
    "INSERT INTO edition (digest, procedure, number, body, recorded_at) VALUES ('e', 'berth', 1, :body, :at)",
    "INSERT INTO cases (id, ref, procedure, edition, at_level, filer, title, existence, level, state, kind, summary, "
    "version, n, opened_on, changed_at, exercise) VALUES (3, 'B-1', 'berth', 'e', 'treaty', 'JPN', '', 'C2', 'C2', "
    "'draft', 'open', '{}', 0, 1, :at, :at, false)",
    "INSERT INTO draft (id, ref, case_id, step, party, author_id, body, version, changed_at) VALUES "
    "(1, 'paper', 3, 'ask', 'JPN', 7, '{\"vehicle\": \"Ferry\"}', 4, :at)",
    "INSERT INTO document (case_id, digest, party, name, media, size, kind, language, level, act_n, uploaded_at) "
    "VALUES (3, 'f', 'JPN', 'filed.pdf', 'application/pdf', 1, 'annex', 'en', 'C2', 1, :at), "
    "(3, 'w', 'JPN', 'waits.pdf', 'application/pdf', 1, 'annex', 'en', 'C2', NULL, :at)",
)


def test_drafts_and_documents_written_before_keep_what_they_say(engine: Engine) -> None:
    """A database of the first tables is brought up with a draft and two documents, and taken back: nothing is lost."""
    migrate.upgrade(engine, FIRST_TABLES)
    with writing(engine) as connection:
        for statement in WRITTEN:
            connection.execute(text(statement), {"at": "2026-11-20 09:00:00+00:00", "body": b"{}"})
    kept = "SELECT ref, version, author_id FROM draft", "SELECT name, act_n FROM document ORDER BY name"

    def read() -> list[list[tuple[object, ...]]]:
        with reading(engine) as connection:
            return [[tuple(row) for row in connection.execute(text(query))] for query in kept]

    before = read()
    migrate.upgrade(engine)
    assert (before, []) == (read(), migrate.check(engine))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT changed_by FROM draft")).scalar_one() is None
        assert "Ferry" in str(connection.execute(text("SELECT body FROM draft")).scalar_one())

    migrate.downgrade(engine, FIRST_TABLES)
    assert before == read()


BEFORE_PUBLIC = "ec39377763c3"
TOLD = (
    WRITTEN[0],
    "INSERT INTO lunar_entry (id, key, state, others, origin, exercise, opened_at) VALUES "
    "(1, 'LUN-0001', 'JPN', '', 'import', false, :at), (2, 'LUN-0002', 'JPN', '', 'import', false, :at)",
    "INSERT INTO lunar_version (id, entry_id, number, recorded_at, digest, charter, party, source, grade) VALUES "
    "(1, 1, 1, :at, '', '', 'JPN', '', ''), (2, 2, 1, :at, '', '', 'JPN', '', ''), "
    "(3, 1, 2, :at, '', '', 'JPN', '', ''), "
    "(4, 1, 3, :at, '', '', 'JPN', '', ''), (5, 1, 4, :at, '', '', 'JPN', 'A list', ''), "
    "(6, 2, 2, :at, '', '', 'JPN', '', '')",
    "INSERT INTO lunar_body (version_id, level, body) VALUES (1, 'C0', 'a'), (2, 'C0', 'a'), (3, 'C0', 'a'), "
    "(3, 'C1', 'kept'), (4, 'C0', 'b'), (5, 'C0', 'b'), (6, 'C0', 'a'), (6, 'C1', 'kept')",
)


def test_versions_recorded_before_are_counted_for_whoever_reads_the_public_part_alone(engine: Engine) -> None:
    """One entry with a hidden change, a public one and another source, and one with a hidden change alone."""
    migrate.upgrade(engine, BEFORE_PUBLIC)
    with writing(engine) as connection:
        for statement in TOLD:
            connection.execute(text(statement), {"at": "2026-11-20 09:00:00+00:00"})

    migrate.upgrade(engine)

    with reading(engine) as connection:
        found = connection.execute(text("SELECT version_id, number, first_id FROM lunar_public ORDER BY version_id"))
        assert [(1, 1, 1), (2, 1, 2), (3, 1, 1), (4, 2, 4), (5, 3, 5), (6, 1, 2)] == [tuple(row) for row in found]
        assert [tuple(row) for row in runs.expected(connection)] == [
            (1, 1, 1), (3, 1, 1), (4, 2, 4), (5, 3, 5), (2, 1, 2), (6, 1, 2),
        ]  # fmt: skip
    migrate.downgrade(engine, BEFORE_PUBLIC)
    with reading(engine) as connection:
        assert 6 == connection.execute(text("SELECT count(*) FROM lunar_version")).scalar_one()
