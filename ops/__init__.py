"""What runs the house from outside: set-up, checks of the locks, stopping the proofs in time."""
