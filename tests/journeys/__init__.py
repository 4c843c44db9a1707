"""Journeys through the studio in a real browser, on a server started as users start it."""
