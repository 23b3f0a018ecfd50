"""What the words mean: frozen objects of the field, without input or output."""
