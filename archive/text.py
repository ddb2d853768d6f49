"""Text values by their data set's character sets (PS3.5 6.1, PS3.3 C.12.1.1.2), never failing."""

import re
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

_TERMS = re.compile(rb"(ISO_IR|ISO 2022 IR) \d{1,3}|GB18030|GBK|", re.ASCII)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name's component groups (PS3.5 6.2.1); carets as they came."""

    alphabetic: str = ""
    ideographic: str = ""
    phonetic: str = ""


def decode_text(raw: bytes, charset: bytes) -> str:
    """A value's text, without padding. `charset` is the value of SpecificCharacterSet as it came, empty if absent.

    What cannot be decoded becomes replacement characters.
    """
    raw = raw.strip(b" \0")
    if raw.isascii() and b"\x1b" not in raw:
        return _printable(raw.decode("ascii"))
    return _printable(_decode(raw, charset, b"\\\r\n\t\f")).strip()


def person_name(raw: bytes, charset: bytes) -> PersonName:
    """A person's name in its three groups; only the first of several names."""
    raw = raw.strip(b" \0")
    # Cut once decoded: the byte of an equals sign is half of many a Japanese character.
    plain = raw.isascii() and b"\x1b" not in raw
    text = raw.decode("ascii") if plain else _decode(raw, charset, b"^=\\")
    tidy = [_printable(group).strip().rstrip("^") for group in text.split("\\")[0].split("=")[:3]]
    return PersonName(*tidy)


def is_harmless_charset(charset: bytes) -> bool:
    """Whether a general parser survives this SpecificCharacterSet; one that is merely unknown does no harm."""
    names = charset.split(b"\\")
    if all(_TERMS.fullmatch(name.strip(b" ")) for name in names):
        return True
    from pydicom.charset import convert_encodings

    with catch_warnings():
        simplefilter("ignore")
        try:
            convert_encodings([name.decode("latin-1").rstrip(" \0") for name in names])
        except (LookupError, ValueError):
            return False
    return True


def _decode(raw: bytes, charset: bytes, delimiters: bytes) -> str:
    # Imported here: pydicom takes most of a second, and ASCII needs none of it.
    from pydicom.charset import convert_encodings, decode_bytes

    names = [name.decode("latin-1").strip(" \0") for name in charset.split(b"\\")]
    with catch_warnings():
        simplefilter("ignore")
        try:
            encodings = convert_encodings(names)
        except (LookupError, ValueError):
            encodings = ["utf-8"]
        if charset.strip(b" \0") in (b"", b"ISO_IR 6"):
            # Undeclared bytes beyond ASCII: UTF-8 if it is that without fault, else Latin-1.
            encodings = ["utf-8"] if _is_utf8(raw) else ["iso8859"]
        try:
            return str(decode_bytes(raw, encodings, set(delimiters)))
        except (LookupError, UnicodeError):
            return raw.decode("ascii", "replace")


def _printable(text: str) -> str:
    """Without control characters: a value shown in a line shall not hold what breaks lines, terminals or databases."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " for character in text)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
