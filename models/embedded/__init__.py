"""The built-in Vietnamese→English model: built once from its parts, run without a network."""
