"""The commands of ``pressmark``."""
