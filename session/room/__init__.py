"""People who look at a volume together, and what each of them is sent."""
