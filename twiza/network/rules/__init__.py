"""What is true of places, organisations and published figures, whoever asks. No Django."""
