"""An exercise trained otherwise: with other settings, from other weights, several times."""
