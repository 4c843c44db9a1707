"""Pricing at speed: a graph as one generated Python function over integers."""
