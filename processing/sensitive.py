"""Finds what should not be lying around in a text: cards, accounts, keys, tokens, passwords, personal numbers.

Numbers count only where their check digits are right, so that few others are taken for one. What is done
with them is up to others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Characters `[start, end)` of a text, and their kind: card, account, key, token, password, personal."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]
    valid: Callable[[str], bool] = bool


def find_sensitive(text: str) -> list[Sensitive]:
    """Return what is sensitive, in order; where two overlap, the longer."""
    found = sorted(_matches(text), key=lambda one: (one.start - one.end, one.start))
    kept: list[Sensitive] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _matches(text: str) -> Iterator[Sensitive]:
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            group = "secret" if "secret" in rule.pattern.groupindex else 0
            if rule.valid(match[group]):
                yield Sensitive(rule.kind, match.start(group), match.end(group))


def card(number: str) -> bool:
    """Check a card's number: an issuer's beginning, the length that goes with it, and the last digit."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return any(pattern.fullmatch(digits) for pattern in _ISSUERS) and luhn(digits)


def luhn(number: str) -> bool:
    """Check the last digit of a card's number (ISO/IEC 7812-1)."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return len(digits) >= 13 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def iban(number: str) -> bool:
    """Check an international account number (ISO 13616: 97 goes once more into it)."""
    bare = "".join(number.split()).upper()
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 == 1


def social_security(number: str) -> bool:
    """Check the ranges of a United States social security number."""
    area, group, serial = number.split("-")
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def german_tax(number: str) -> bool:
    """Check the last digit of a German tax number (ISO/IEC 7064, MOD 11,10)."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    if len(digits) != 11 or digits[0] == 0:
        return False
    repeated = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    if repeated[-1] not in {2, 3} or (repeated[:-1] and repeated[-2] > 1):
        return False
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == digits[10]


def spanish_identity(number: str) -> bool:
    """Check the letter of a Spanish identity number."""
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number[:8]) % 23] == number[-1].upper()


def french_security(number: str) -> bool:
    """Check the key of a French social security number."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return len(digits) == 15 and 97 - int(digits[:13]) % 97 == int(digits[13:])


def swiss_insured(number: str) -> bool:
    """Check the last digit of a Swiss AHV number (as EAN-13)."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


_ISSUERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"4(\d{12}|\d{15}|\d{18})",
        r"(5[1-5]|2[2-7])\d{14}",
        r"3[47]\d{13}",
        r"3[0689]\d{12}",
        r"35\d{14}",
        r"6\d{15,18}",
    )
)
_RULES = (
    _Rule("card", re.compile(r"(?<![\d.,])[2-6](?:[ -]?\d){12,18}(?![\d.,]\d|\d)"), card),
    _Rule("account", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"), iban),
    _Rule("key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    _Rule("key", re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b")),
    _Rule("key", re.compile(r"\b(?:sk|pk|rk)[-_](?:live[-_]|test[-_]|proj[-_]|ant[-_])?[A-Za-z0-9_-]{20,}")),
    _Rule("key", re.compile(r"\bAIza[A-Za-z0-9_-]{35}\b")),
    _Rule("key", re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b")),
    _Rule(
        "key",
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.*?-----END [A-Z ]*PRIVATE KEY-----|.*)", re.DOTALL),
    ),
    _Rule("token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")),
    _Rule("token", re.compile(r"\b[Bb]earer +(?P<secret>[A-Za-z0-9._~+/-]{20,}=*)")),
    _Rule(
        "password",
        re.compile(
            r"\b(?:password|passwd|passphrase|passwort|kennwort|contraseña|mot de passe|secret[_ ]key|api[_ ]key)"
            r"\s*(?:is\s+|[:=]\s*)(?P<secret>[^\s\"',;]{6,})",
            re.IGNORECASE,
        ),
    ),
    _Rule("personal", re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), social_security),
    _Rule("personal", re.compile(r"\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b"), german_tax),
    _Rule("personal", re.compile(r"\b\d{8}-?[A-Za-z]\b"), spanish_identity),
    _Rule("personal", re.compile(r"\b[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}\b"), french_security),
    _Rule("personal", re.compile(r"\b756\.?\d{4}\.?\d{4}\.?\d{2}\b"), swiss_insured),
)
