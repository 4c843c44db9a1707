"""Where tariffs live: the shipped texts, the versioned store, and what a person can do with them."""
