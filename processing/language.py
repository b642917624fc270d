"""Tells which language a text is in, by its script and its commonest words; "" where it cannot be told."""

import re
import unicodedata

_WORDS = re.compile(r"[^\W\d_]+")
_FEWEST = 4
_LEAST_SHARE = 0.12
_SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "GREEK": "el", "HEBREW": "he", "ARABIC": "ar",
    "THAI": "th", "DEVANAGARI": "hi", "CYRILLIC": "ru",
}  # fmt: skip
COMMON = {
    "en": "the of and to in is that it for was on are with as be this have from or by not you your we they but can",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont nous vous",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya este porque",
    "it": "di e il la che in un a per è una sono con non del si da come al le dei ma nel alla più anche della ho",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij nog wij ik uit naar",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem seu",
    "pl": "w i na z się że do nie to jest o jak ale po co tak za od przez dla są czy już tego być ich może który",
    "sv": "och i att det som en på är av för med till den har de inte om ett men var vi kan jag från så när skulle",
}
_COMMON = {name: frozenset(words.split()) for name, words in COMMON.items()}


def language_of(text: str) -> str:
    """Return two letters, or "" for a text too short or too unlike any to tell."""
    script = _script(text)
    if script:
        return script
    words = _WORDS.findall(text.lower())
    if len(words) < _FEWEST:
        return ""
    shares = {name: sum(word in known for word in words) / len(words) for name, known in _COMMON.items()}
    first, second, *_ = sorted(shares, key=lambda name: -shares[name])
    if len(_COMMON[first].intersection(words)) < 2:
        return ""
    sure = shares[first] >= _LEAST_SHARE and shares[first] > 1.2 * shares[second]
    return first if sure else ""


def _script(text: str) -> str:
    """The language of a script that most letters are in, "" for Latin; kana among Chinese signs make it Japanese."""
    counts: dict[str, int] = {}
    letters = [letter for letter in text[:2_000] if letter.isalpha()]
    for letter in letters:
        if ord(letter) < 0x250:
            continue
        name = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
        if name in _SCRIPTS:
            counts[_SCRIPTS[name]] = counts.get(_SCRIPTS[name], 0) + 1
    if sum(counts.values()) * 2 < len(letters) or not counts:
        return ""
    if counts.get("ja", 0) * 10 > counts.get("zh", 0):
        counts["ja"] = counts.get("ja", 0) + counts.get("zh", 0)
    return max(counts, key=lambda name: counts[name])
