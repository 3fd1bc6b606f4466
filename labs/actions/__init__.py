"""What is done in the labs: raised, answered, entered from paper, told, tried."""
