"""Commands that wire the rooms together."""
