"""The parts of the machine: facts, what is next for a function, schedule, phases."""
