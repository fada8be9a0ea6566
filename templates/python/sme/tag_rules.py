"""The characters that AWS accepts in tags: letters, digits and separators of any script, and _ . : / = + - @."""

import unicodedata

from sme.errors import format_error

ACCEPTED_SYMBOLS = "_.:/=+-@"
MAX_LISTED_CHARACTERS = 5


def find_tag_problems(tags):
    """
    Error texts for the tags ({key: value} or None) with characters that AWS rejects. Lua checks ASCII only, because it
    does not know which other characters are letters.
    """
    return [
        format_error("E-SME-295", key=key, value=value, characters=describe_characters(key + value))
        for key, value in sorted((tags or {}).items())
        if find_rejected_characters(key + value)
    ]


def find_rejected_characters(text):
    return [
        character
        for character in text
        if character not in ACCEPTED_SYMBOLS and unicodedata.category(character)[0] not in "LNZ"
    ]


def describe_characters(text):
    rejected = sorted(set(find_rejected_characters(text)))[:MAX_LISTED_CHARACTERS]
    return ", ".join("'{}' (U+{:04X})".format(character, ord(character)) for character in rejected)
