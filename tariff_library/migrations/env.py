"""Run by Alembic: works on the connection it is given, in the transaction that is open there."""

from alembic import context

from tariff_library.records import Record

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    transactional_ddl=True,
)
context.run_migrations()
