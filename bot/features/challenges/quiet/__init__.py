"""Who has gone quiet: seen by hosts, greeted by them, asked once whether they stay."""
