"""One file per migration, each unchanged for ever once released."""
