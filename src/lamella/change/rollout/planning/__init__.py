"""Planning of rollouts: which functions move, how their lists change, in which wave."""
