"""Runs migrations on the connection that `Database.open` hands over, inside its transaction."""

from alembic import context

from lebenslage.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by building a new one
)
context.run_migrations()
