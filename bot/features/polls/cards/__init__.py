"""Cards: a poll as everybody sees it, kept current wherever it hangs."""
