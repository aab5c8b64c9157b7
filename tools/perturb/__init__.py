"""What the guard lets through: `python -m tools.perturb`."""
