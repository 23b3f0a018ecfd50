"""German sentences, numbers and tables; files to take away."""
