"""The cabinet file: many assessments in one SQLite file, saved edit by edit.

``db.cabinet.Cabinet`` opens and reads a cabinet, ``db.saver.Saver`` writes from its own thread, ``db.backup``
keeps copies.  Callers pass and get model objects; connections, rows and SQL never leave this layer.

Opening and reading use plain SQL (``db.table_sql``, ``db.read_sql``).  SQLAlchemy, which writing and
upgrading need, is imported on first use: importing it takes a third of a second.
"""
