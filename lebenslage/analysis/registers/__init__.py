"""What the registers tell: what is due, who works with whom, where nobody works."""
