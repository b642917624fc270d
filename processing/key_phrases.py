"""The phrases that a text is about: runs of words between common ones, weighed by the company they keep.

After RAKE (Rose et al. 2010): a word counts for more the longer the phrases are that it stands in.
"""

import re
from collections import Counter

from processing.language import COMMON

_PIECES = re.compile(r"[^\w\s'’-]|\n|(?<!\w)[-–—](?!\w)")
_MORE = (
    "has had were been their there which what when where who how if so do does did our my me he she his her its them "
    "than then also just would could should about into over up down out all any some no more most other such only"
)
_STOP = frozenset(word for words in (*COMMON.values(), _MORE) for word in words.split())
_LONGEST = 4


def key_phrases(text: str, most: int = 8) -> list[str]:
    """Return up to `most` phrases in lower case, the weightiest first."""
    phrases = [phrase for piece in _PIECES.split(text.lower()) for phrase in _runs(piece.split())]
    often: Counter[str] = Counter()
    company: Counter[str] = Counter()
    for phrase in phrases:
        for word in phrase:
            often[word] += 1
            company[word] += len(phrase)
    weights = {" ".join(phrase): sum(company[word] / often[word] for word in phrase) for phrase in phrases}
    times = Counter(" ".join(phrase) for phrase in phrases)
    ranked = sorted(weights, key=lambda phrase: (-weights[phrase] * times[phrase] ** 0.5, phrase))
    return ranked[:most]


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    runs: list[list[str]] = [[]]
    for word in words:
        bare = word.strip("'’-")
        if bare in _STOP or len(bare) < 3 or not bare[0].isalpha():
            runs.append([])
        else:
            runs[-1].append(bare)
    return [tuple(run) for run in runs if 1 <= len(run) <= _LONGEST]
