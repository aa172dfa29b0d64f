"""The recipe for the built-in model's adapter: prepare, train, pack. Not used at run time."""
