"""The pages of the roof: today, the log, the picture of a province."""
