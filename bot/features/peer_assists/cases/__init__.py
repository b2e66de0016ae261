"""What somebody is stuck with: said, looked at, changed, before anybody is asked."""
