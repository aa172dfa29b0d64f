"""Open translation models and summarisers from the hub, or from any local folder."""
