"""Where the migration library meets our connection: the runner hands it over, there is no configuration file.

The runner owns the transaction, so a migration that fails half-way leaves nothing behind on either database.
"""

from alembic import context

from consult.migrate import compared, tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables(),
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    include_name=compared,
)
with context.begin_transaction():
    context.run_migrations()
