"""What is true of accounts, whoever asks. No database, no clock, no Django."""
