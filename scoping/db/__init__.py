"""How proposals, reviews and people are kept; SQLite and PostgreSQL behave alike."""
