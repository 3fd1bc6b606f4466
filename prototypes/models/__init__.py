"""Networks, prototypes and their meetings."""
