"""Benchmarks, runnable with one command, printing ratios."""
