"""The published JSON form of a graph, and its schema."""
