"""What Earshot knows about a language: `languages/<code>.yaml`, one pack per language that can be scored."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from schemas.config_file import bad_field, read_config
from schemas.scored import Cause, Intent
from streams.scoring import reading

FOLDER: Final = Path(__file__).with_name("languages")
FIRST: Final = ("en", "es", "ca", "ru", "fa")
NEXT: Final = ("de", "fr", "it", "pt", "ar", "hi", "el", "sw")
LANGUAGES: Final = (*FIRST, *NEXT)

Said = Annotated[str, Meta(min_length=1)]
Sayings = list[Said]


class Pack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words and phrases of one language, compared folded and whole; `word*` is a beginning.

    `negators` turn an opinion word round that follows them, precedes them or either (`negates`), at most `reach`
    words off and never beyond a clause. `contrasts` ("but") begin a clause of its own mind. `idioms` are phrases whose
    words mislead, read before all words. `urgent`, `expected` and each intent and cause list what tells of them.
    """

    language: str
    negators: Sayings
    negates: Literal["next", "previous", "both"] = "next"
    reach: int = 4
    intensifiers: Sayings
    diminishers: Sayings
    contrasts: Sayings
    strongly_positive: Sayings
    positive: Sayings
    negative: Sayings
    strongly_negative: Sayings
    idioms: dict[Literal["positive", "neutral", "negative"], Sayings]
    intents: dict[Intent, Sayings]
    urgent: Sayings
    expected: Sayings
    causes: dict[Cause, Sayings]

    def opinions(self) -> Iterator[str]:
        """Every word and phrase that tells of an opinion, idioms included."""
        words = (self.strongly_positive, self.positive, self.negative, self.strongly_negative)
        return chain(*words, *self.idioms.values())


@cache
def load_pack(language: str, folder: Path = FOLDER) -> Pack:
    """The pack of one of LANGUAGES. Raises BadConfig: a wrong field or code, or a word without letters."""
    file = folder / f"{language}.yaml"
    pack = read_config(file, Pack)
    if pack.language != language:
        raise bad_field(file, "language", f"is {pack.language!r} in the pack of {language!r}")
    for field in pack.__struct_fields__:
        said = getattr(pack, field)
        lists = {f"{field}.{key}": words for key, words in said.items()} if isinstance(said, dict) else {field: said}
        for path, words in lists.items():
            for at, word in enumerate(words if isinstance(words, list) else []):
                if not reading.said(word):
                    raise bad_field(file, f"{path}[{at}]", "has no letter or emoji to look for")
    return pack
