"""Values shared by the stages, and the ports through which pure code asks for effects. Standard library only."""
