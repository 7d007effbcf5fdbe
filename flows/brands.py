"""config/brands.yaml as far as judging takes it: which brands are listed, and which are ours."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.errors import ConfigError
from schemas.config_file import BadConfig, bad_field, read_config

FILE = "brands.yaml"


class Brand(msgspec.Struct, frozen=True):
    """A listed brand; `own` is ours, any other a rival's, or a peer's where it names another `sector` than ours.

    Of ours, the sector says which published figures are held against it: without one, those that name none.
    What scoring needs of it is none of ours.
    """

    name: str
    own: bool = False
    sector: str = ""


class Brands(msgspec.Struct, frozen=True):
    """The listed brands, in the file's order."""

    brands: tuple[Brand, ...] = ()

    @property
    def names(self) -> list[str]:
        return [brand.name for brand in self.brands]

    @property
    def own(self) -> list[str]:
        return [brand.name for brand in self.brands if brand.own]

    @property
    def rivals(self) -> list[str]:
        """Those of our sector: who sells what we sell."""
        return [brand.name for brand in self.brands if not brand.own and not self._is_elsewhere(brand)]

    @property
    def peers(self) -> dict[str, str]:
        """Those of other sectors, whose practice can be learnt from: name -> sector."""
        return {brand.name: brand.sector for brand in self.brands if not brand.own and self._is_elsewhere(brand)}

    def sector_of(self, name: str) -> str:
        """Empty where none is told."""
        return next((brand.sector for brand in self.brands if brand.name == name), "")

    def _is_elsewhere(self, brand: Brand) -> bool:
        ours = {each.sector for each in self.brands if each.own} | {""}
        return brand.sector not in ours


def read_brands(folder: Path) -> Brands:
    """The brands of `folder`/brands.yaml, of which one at least is ours.

    Raises ConfigError with file, line and field for one that cannot be used.
    """
    file = folder / FILE
    try:
        brands = read_config(file, Brands)
        for at, name in enumerate(brands.names):
            if name in brands.names[:at]:
                raise bad_field(file, f"brands[{at}].name", f"stands for {name} already")
        if not brands.own:
            raise bad_field(file, "brands", "none of them is ours: `own: true` says which are")
    except BadConfig as error:
        raise ConfigError(str(error)) from error
    return brands
