"""Tariff text to a checked program and its graph."""
