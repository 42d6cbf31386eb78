"""What is true of a campaign, whoever asks: states, codes, lists, counts. Pure Python."""
