"""Migrations of the store, run by `Database.open`."""
