"""The web studio in which pricing managers work."""
