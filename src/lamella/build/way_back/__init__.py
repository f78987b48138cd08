"""What a layer that is slimmed by proof carries, so that a removed module says so."""
