"""The applier: performs a Plan's Steps through the ports World and Store."""
