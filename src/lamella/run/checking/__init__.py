"""What checks are made of: opening targets, one pass over their bytes, workers, anchors, bytecode compared."""
