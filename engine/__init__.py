"""The evaluation graph and its evaluators; pure, and without knowledge of the language."""
