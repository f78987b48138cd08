"""ministack: another program, with packages of its own, that answers for AWS."""
