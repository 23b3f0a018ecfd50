"""The index: steps as pure vector functions, put together along the tree of the catalogue."""
