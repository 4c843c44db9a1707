"""The pages, one module each; which one is shown follows from the address."""
