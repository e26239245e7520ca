"""What finding loops finds."""
