"""The form of a quote: drawn from the inputs that a tariff declares."""
