"""From the tree to the graph: names, types with units and scales, and what a tariff means, in one walk."""
