"""Members from a spreadsheet, and back into one."""
