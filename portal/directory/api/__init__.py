"""The read side of the directory for machines."""
