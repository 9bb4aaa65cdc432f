"""Vietnamese text: legacy encodings, tone marks, spellings that are nearly the same,
abbreviations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from workbook_tools.patterns import pattern

_TONES = "\u0300\u0301\u0303\u0309\u0323"

# --------------------------------------------------------------------------------- legacy encodings

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
_VNI_MARKS = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVES = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

FROM_TCVN3 = dict(zip(_TCVN3, _LETTERS, strict=True))
"""Letter as it shows in a TCVN3 (ABC) font's text → the letter that it stands for."""


def _vni() -> dict[str, str]:
    """What the letters of a VNI font stand for: a vowel is typed with its mark behind it."""
    found: dict[str, str] = dict(_VNI_SINGLE)
    for typed, base in _VNI_VOWELS.items():
        found |= _marked(typed, base, _VNI_MARKS)
    for base in "aeo":
        found |= _marked(base, base + "\u0302", _VNI_HATS)
    found |= _marked("a", "a\u0306", _VNI_BREVES)
    capitals = {key.upper(): value.upper() for key, value in found.items() if key.upper() != key}
    return found | capitals


def _marked(typed: str, base: str, marks: Mapping[str, str]) -> dict[str, str]:
    """A letter as it is typed with each mark behind it → the base letter with that tone."""
    return {typed + mark: unicodedata.normalize("NFC", base + tone) for mark, tone in marks.items()}


FROM_VNI = _vni()
"""Letters as they show in a VNI font's text → the letter that they stand for."""

_VNI_PAIR = pattern("|".join(re.escape(key) for key in FROM_VNI if len(key) == 2))
_VNI_TOKEN = pattern("|".join(sorted(map(re.escape, FROM_VNI), key=len, reverse=True)))
_VIETNAMESE = set(_LETTERS + _LETTERS.upper())
_FOREIGN = "".join(
    chr(code)
    for code in range(0xA1, 0x100)
    if chr(code) not in _VIETNAMESE and chr(code) not in "°²³´»«±"
)
_NUCLEUS = (
    "uyê|uya|uyu|iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uao|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|"
    "ua|uâ|uê|ui|uô|uơ|uy|ue|ưa|ưi|ươ|ưu|yê|ya|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = pattern(
    rf"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?(?:{_NUCLEUS})(?:ch|nh|ng|[cmnpt])?"
)
_LEGACY_SIGN = re.compile(
    rf"[{re.escape(_FOREIGN)}«»]|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]"
    "|[AEOaeo][ÂâÙùÈèÉéÊêÚúÁáÀàÃãÕõ]|[UuYy][ÙùÕõ]|[ÔôÖö][ÙùÕõ]"
)
_MODERN = re.compile("[\u1ea0-\u1ef9]")
_PUNCTUATION = ".,;:!?()[]\"'“”‘’…–—-/"


def legacy_encoding(text: str) -> str | None:
    """``"TCVN3"`` or ``"VNI"`` where a text was typed for a legacy font; ``None`` for Unicode.

    A word tells it that is no Vietnamese syllable as it stands, and is one when read in that
    encoding.
    """
    if text.isascii():
        return None
    if _MODERN.search(text) or not _LEGACY_SIGN.search(text):
        return None
    words = [part.strip(_PUNCTUATION) for part in text.split()]
    odd = [word for word in words if _is_odd(word)]
    tcvn3, vni = _syllables(odd, "TCVN3"), _syllables(odd, "VNI")
    if tcvn3 == vni == 0:
        return None
    if tcvn3 == vni:
        return "VNI" if _VNI_PAIR().search(" ".join(odd)) else "TCVN3"
    return "VNI" if vni > tcvn3 else "TCVN3"


def _syllables(words: Sequence[str], encoding: str) -> int:
    """How many of the words are syllables when read in an encoding."""
    return sum(_is_syllable(decode(word, encoding)) for word in words)


def _is_odd(word: str) -> bool:
    """Whether a word has a sign of a legacy font and is no syllable as it stands."""
    legacy = len(word) > 1 and not word.isascii() and bool(_LEGACY_SIGN.search(word))
    return legacy and not _is_syllable(word)


def _is_syllable(word: str) -> bool:
    if len(word) < 2 or any(letter in _FOREIGN for letter in word):
        return False
    return bool(_SYLLABLE().fullmatch(_without_tones(word.lower())))


def _without_tones(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", bare)


def decode(text: str, encoding: str) -> str:
    """A text of a legacy encoding (``"TCVN3"``, ``"VNI"``) in Unicode."""
    if encoding == "VNI":
        return _VNI_TOKEN().sub(lambda match: FROM_VNI[match[0]], text)
    return "".join(FROM_TCVN3.get(letter, letter) for letter in text)


# ---------------------------------------------------------------------------------------- spelling


@lru_cache(maxsize=65536)
def spelling(text: str) -> str:
    """What two spellings of one name have in common: no capitals, blanks or signs, the tone mark
    anywhere in its word.

    ``Trung tâm KC & TVPTCN`` and ``trung tâm KC&TVP TCN`` are one, as are ``Hoà`` and ``Hòa``.
    """
    if text.isascii():
        return "".join(letter for letter in text.casefold() if letter.isalnum())
    return "".join(_spelt(word) for word in text.casefold().split())


def _spelt(word: str) -> str:
    """A word's letters without tones, and behind them its tones."""
    letters = [letter for letter in _without_tones(word) if letter.isalnum()]
    tones = [letter for letter in unicodedata.normalize("NFD", word) if letter in _TONES]
    return "".join(letters + tones)


def without_marks(text: str) -> str:
    """Text without diacritics: ``Đồng Nai`` → ``Dong Nai``."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def cuts(text: str) -> Iterator[str]:
    """The text, and the text less any one letter: two texts one letter apart share one of these."""
    yield text
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or left out, or two neighbours exchanged, makes one text
    the other.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])


def _alike(one: str, other: str) -> int:
    """How many letters two texts have in common from their beginning."""
    both = zip(one, other, strict=False)
    different = (at for at, (letter, beside) in enumerate(both) if letter != beside)
    return next(different, min(len(one), len(other)))


def neighbours(common: Iterable[str], rare: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs (rare, common) that are one letter apart, in time that grows with the number of texts
    only.
    """
    index: dict[str, list[str]] = {}
    for text in common:
        for cut in cuts(text):
            index.setdefault(cut, []).append(text)
    for text in rare if index else ():
        near = (other for cut in cuts(text) for other in index.get(cut, ()))
        for other in dict.fromkeys(near):
            if one_letter_apart(text, other):
                yield text, other


# ------------------------------------------------------------------------------------ abbreviations

_WORD = pattern(r"[^\W_]+")
_ABBREVIATION = pattern("[A-ZĐÔƯƠ]{3,8}")


def abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """The abbreviations of a text (three capitals or more), each with the word before it (or else
    after it).
    """
    if text.isupper():
        return
    words = list(_WORD().finditer(text))
    for at, word in enumerate(words):
        if _ABBREVIATION().fullmatch(word[0]):
            beside = (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2])
            near = (other[0] for other in beside if _only_blanks_between(text, word, other))
            yield word[0], next(near, "").casefold()


def _only_blanks_between(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one, other), key=lambda match: match.start())
    return text[first.end() : second.start()].isspace()
