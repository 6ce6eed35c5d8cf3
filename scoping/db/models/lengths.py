"""How long the texts of columns may be that forms check too."""

NAME_LENGTH = 200
ONCE_LENGTH = 64
PLACE_LENGTH = 200
KEY_LENGTH = 100
