"""Text as people search for it: case, accents, width and carets do not matter."""

import unicodedata


def fold(text: str) -> str:
    """Folded text; ideographs and kana stay what they are."""
    wide = unicodedata.normalize("NFKD", text.replace("^", " ").replace("=", " "))
    plain = "".join(character for character in wide if not unicodedata.combining(character) or ord(character) > 0x3000)
    return " ".join(unicodedata.normalize("NFC", plain).casefold().split())


def like_pattern(token: str) -> str:
    r"""A token as a LIKE pattern with `\` as its escape character."""
    escaped = token.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
