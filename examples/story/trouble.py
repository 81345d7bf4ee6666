"""What the story can't go on without."""


class Trouble(Exception):
    """The message says what is missing, and shows the last lines of whatever failed."""
