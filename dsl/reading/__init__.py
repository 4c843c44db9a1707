"""Text to tree: tokens, lines, the grammar, and what is said of a line that cannot be read."""
