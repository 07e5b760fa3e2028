"""Alembic's way in: it runs on the connection, and in the transaction, that ``db.migrate`` hands it."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
