"""Pages of suppliers and partnerships."""
