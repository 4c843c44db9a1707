"""The parts of the screens: each draws one thing from plain values."""
