"""The words. Every sentence a person reads passes through here."""


def say(message: str, /, **parts: object) -> str:
    """Return the message in the user's language, with its parts filled in.

    >>> say("expected {expected}, found {found}", expected="a number", found="`O.5`")
    'expected a number, found `O.5`'
    """
    return message.format(**parts) if parts else message
