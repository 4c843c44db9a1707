"""Real price lists stated in the language, and the runner that compares every figure exactly."""
