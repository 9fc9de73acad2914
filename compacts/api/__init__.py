"""The agendas for machines."""
