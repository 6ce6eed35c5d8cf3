"""The people who could take the seats, and the plans that put them there."""
