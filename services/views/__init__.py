"""Pages of services, rounds and choices."""
