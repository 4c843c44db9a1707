"""The `tariff` command and the server that puts the API and the studio into one process."""
