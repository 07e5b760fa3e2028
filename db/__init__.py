"""The cabinet file: many assessments in one SQLite file, written edit by edit.

``db.cabinet.Cabinet`` is the way in, ``db.saver.Saver`` writes from a thread of its own, ``db.backup`` keeps
copies.  Model objects go in and come out; connections, rows and SQL never leave this layer.

Opening and reading go by plain SQL (``db.table_sql``, ``db.read_sql``); what SQLAlchemy is needed for,
writing and upgrading, is imported when it is first asked for, because that costs a third of a second.
"""
