"""What apps send: reading it, what is wrong with it, its schema."""
