"""What is true of money, whoever asks: accounts, restrictions, pledges, receipts. Pure Python."""
