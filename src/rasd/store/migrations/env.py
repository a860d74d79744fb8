"""What Alembic runs: the migrations over the connection that ``rasd.store.opening`` gives, or for making a new one."""

from alembic import context

from rasd.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # The index that texts are searched by is of each database's own kind and stands in the migrations alone.
    include_name=lambda name, kind, parents: not (kind == "table" and str(name).startswith("report_search")),
)
with context.begin_transaction():
    context.run_migrations()
