"""The oracle: what a graph means, said as plainly as possible."""
