"""config/brands.yaml: our brands, their rivals, and how customers say that they go over to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from schemas.config_file import bad_field, read_config
from schemas.scored import BrandMention
from streams.scoring.language import check_language
from streams.scoring.phrases import Phrases, phrase_words
from streams.scoring.text import fold, fold_marks

Said = Annotated[str, Meta(min_length=1)]
LanguageCode = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$", description="a code of a language, such as en")]
Sayings = dict[str, list[Said]]
_READ = 5_000  # characters: bounds the time that a text of nothing but such phrases takes
_GAP, _NAME = "…", "{}"
# A name is quoted or begins with a capital letter; up to three words. Scripts without capitals need the quotes.
_NEVER = r"(?!)"
_WORD = r"[A-ZА-ЯΑ-Ω][\w&'-]*"
_QUOTED = r"[«“\"„]\s?(?P<quoted>[^«»“”\"„\n]{2,40}?)\s?[»”\"“]"
_CAPITALISED = rf"(?P<capitalised>(?-i:{_WORD}(?:\s+(?:&\s+)?{_WORD}){{0,2}}))"


class Brand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A brand under the one name that counts join on. Aliases are matched folded and whole, `alias*` by beginning.

    `languages` are those that its customers usually write: they decide where a short text could be several.
    `sector` is for comparisons: it changes nothing of what is found.
    """

    name: Annotated[str, Meta(min_length=1, max_length=128)]
    own: bool = False
    sector: str = ""
    aliases: list[Said] = []
    languages: list[LanguageCode] = []


class Brands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`switching` phrases introduce whom a customer goes over to, known or not; `switching_to_known` ones are too
    common for unknown names ("moved to" a town); `comparison` phrases introduce a name without a switch.

    A phrase has … for up to five words and {} for the name, which stands last where there is none. `not_names` are
    capitalised words that such a phrase may be followed by and that are nobody's name.
    """

    brands: list[Brand]
    switching: Sayings = {}
    switching_to_known: Sayings = {}
    comparison: Sayings = {}
    not_names: list[Said] = []


def load_brands(file: Path) -> Brands:
    """The brands in `file`. Raises BadConfig for a wrong field, a language that there is not, a name of two brands."""
    brands = read_config(file, Brands)
    owner: dict[tuple[str, ...], int] = {}
    for at, brand in enumerate(brands.brands):
        for field, alias in _aliases(brand, at):
            words = phrase_words(alias)
            if not words:
                raise bad_field(file, field, "has no letter to look for")
            if (first := owner.setdefault(words, at)) != at:
                raise bad_field(file, field, f"stands for {brands.brands[first].name} already")
        for n, language in enumerate(brand.languages):
            check_language(file, f"brands[{at}].languages[{n}]", language)
    return brands


def _aliases(brand: Brand, at: int) -> Iterator[tuple[str, str]]:
    yield f"brands[{at}].name", brand.name
    for n, alias in enumerate(brand.aliases):
        yield f"brands[{at}].aliases[{n}]", alias


def brand_key(name: str) -> str:
    """The one form that an unknown name is counted under, however it is written: 'ZIPPO  parcel's' → 'Zippo Parcel'."""
    words = re.sub(r"'s\b|[^\w&\s-]", " ", fold(name)).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)[:128]


class BrandFinder:
    """`find(text, words, about)`: the brands that a clean text names beside the one it is about."""

    def __init__(self, brands: Brands) -> None:
        known = [(alias, brand.name) for at, brand in enumerate(brands.brands) for _, alias in _aliases(brand, at)]
        self._known = Phrases(known)
        self._own_names = {fold(brand.name): brand.name for brand in brands.brands}
        self._languages = {fold(brand.name): tuple(brand.languages) for brand in brands.brands}
        self._not_names = {fold(name) for name in brands.not_names}
        phrases = [
            (saying, kind)
            for kind in ("switching", "switching_to_known", "comparison")
            for sayings in getattr(brands, kind).values()
            for saying in sayings
        ]
        # one look at each token for both: names, and phrases that may introduce one (marked by their place in _said)
        gates = [(_gate(saying), f"{_GAP}{at}") for at, (saying, _) in enumerate(phrases)]
        self._index = Phrases([*known, *gates])
        named = "|".join(_as_pattern(alias) for alias, _ in sorted(known, key=lambda pair: -len(pair[0])))
        self._name_pattern = rf"(?:[«“\"„]?(?P<known>{named or _NEVER})(?!\w)|{_QUOTED}|{_CAPITALISED})"
        self._said = phrases
        self._patterns: dict[int, re.Pattern[str]] = {}  # compiled when first needed: all of them take a second

    def find(self, text: str, words: Sequence[str], about: str = "") -> list[BrandMention]:
        """Mentions in `text` (clean, its folded tokens are `words`); `about`, the reviewed brand, is never one."""
        found_words = self._index.find(words)
        if not found_words:
            return []
        said = [int(label[1:]) for label in found_words if label[0] == _GAP]
        switching = {label: False for label in found_words if label[0] != _GAP}
        unknown: dict[str, bool] = {}
        for name, is_known, goes_over in self._introduced(text, said):
            found = switching if is_known else unknown
            found[name] = found.get(name, False) or goes_over
        subject = self._own_names.get(fold(about), about)
        return [
            BrandMention(brand=name, known=found is switching, switching=goes_over)
            for found in (switching, unknown)
            for name, goes_over in found.items()
            if name and name != subject and fold(name) != fold(about)
        ]

    def languages(self, brand: str) -> tuple[str, ...]:
        """What customers of `brand` usually write in; () where nobody says."""
        return self._languages.get(fold(brand), ())

    def _introduced(self, text: str, said: Sequence[int]) -> Iterator[tuple[str, bool, bool]]:
        """(name, is it known, does somebody go over to it) for each name that one of the phrases `said` introduces."""
        plain = fold_marks(text[:_READ])
        shouting = plain.isupper()
        for at in said:
            kind = self._said[at][1]
            for match in self._pattern(at).finditer(plain):
                groups = match.groupdict()
                if alias := groups.get("known"):
                    yield self._known.find(fold(alias).split())[0], True, kind != "comparison"
                elif kind != "switching_to_known" and (name := self._name(groups, shouting)):
                    known = self._known.find(fold(name).split())
                    yield (known[0] if known else name), bool(known), kind == "switching"

    def _pattern(self, at: int) -> re.Pattern[str]:
        if at not in self._patterns:
            self._patterns[at] = _compile(self._said[at][0], self._name_pattern)
        return self._patterns[at]

    def _name(self, groups: dict[str, str | None], shouting: bool) -> str:
        """The unknown name that was said, '' where what stands there is no name; capitals say nothing when all is."""
        said = groups["quoted"] or ("" if shouting else groups["capitalised"] or "")
        kept: list[str] = []
        for word in said.split():
            if fold(word).strip("'-") in self._not_names:
                break
            kept.append(word)
        return brand_key(" ".join(kept))


def _gate(saying: str) -> str:
    """The longest piece of a phrase: a text without it is not searched."""
    return max(re.split(rf"{_GAP}|{re.escape(_NAME)}", saying), key=len)


def _as_pattern(alias: str) -> str:
    """An alias in the folded, case-kept text: any spaces, any ending after *."""
    stem = r"[\s'-]+".join(re.escape(word) for word in fold(alias).rstrip("*").split())
    return stem + (r"\w*" if alias.endswith("*") else "")


def _compile(saying: str, name: str) -> re.Pattern[str]:
    if _NAME not in saying:
        saying += " " + _NAME
    before, _, after = saying.partition(_NAME)
    pieces = [r"\s+".join(re.escape(word) for word in fold(piece).split()) for piece in before.split(_GAP)]
    introduced = r"\s+(?:[^\s.,;!?]+\s+){0,5}?".join(pieces)
    follows = r"\s+".join(re.escape(word) for word in fold(after).split())
    return re.compile(
        (rf"(?<!\w){introduced}\s*:?\s+{name}" if introduced else rf"(?<!\S){name}")
        + (rf"[»”\"“]?\s+{follows}(?!\w)" if follows else ""),
        re.IGNORECASE,
    )
