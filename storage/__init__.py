"""The database behind the core's ports: tables, repositories, the unit of work, migrations."""
