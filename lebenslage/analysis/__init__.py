"""Pure computation: arrays and frames in, new ones out. Disclosure control sits in here."""
