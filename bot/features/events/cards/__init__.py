"""Cards: a date of an event as everybody sees it, kept current wherever it hangs."""
