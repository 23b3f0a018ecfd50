"""Reports as blocks: what was chosen, what it says, and in which order."""
