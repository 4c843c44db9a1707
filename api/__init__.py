"""The HTTP interface; no pricing logic."""
