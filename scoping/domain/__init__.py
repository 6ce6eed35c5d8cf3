"""The rules of scoping as frozen values and pure functions: no web, no database, no clock, no files."""
