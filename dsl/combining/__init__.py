"""A tariff made of several texts becomes one tree: `use`, `based on` and what is replaced, added and removed."""
