"""Exports: who comes to an event, as a spreadsheet for its hosts."""
