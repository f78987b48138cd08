"""Tests of layers in sandboxes, and the proof that a slimmed layer passes them."""
