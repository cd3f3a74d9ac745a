"""What people do with partnerships. Every state changes here and nowhere else."""
