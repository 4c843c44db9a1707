"""The addresses, one module for each noun; each function `router` takes the library and gives its routes."""

PREFIX = "/v1"
