"""What a price is made of, and why there is none, in words."""
