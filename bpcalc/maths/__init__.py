"""Numbers, not networks: expression tree, functions, activations, losses, rounding."""
