"""build/proof."""
