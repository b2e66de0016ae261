"""What people answer when they check in with their group."""
