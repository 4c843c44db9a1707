"""Random texts and random tariffs: what a compiler and its evaluators must survive, and agree about."""
