"""What people do with services, rounds and choices."""
