"""The Store's port in SQL, one file a subject, in words that SQLite and PostgreSQL share.

Each class works on one Session, which is one transaction. Statements are whole strings, so that the
database prepares each once.
"""
