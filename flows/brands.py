"""config/brands.yaml as far as judging takes it: which brands are listed, and which are ours."""

from __future__ import annotations

from pathlib import Path

import msgspec
import yaml

from flows.errors import ConfigError


class Brand(msgspec.Struct, frozen=True):
    """A listed brand; `own` is ours, any other a rival's. What scoring needs of it is none of ours."""

    name: str
    own: bool = False


class Brands(msgspec.Struct, frozen=True):
    """The listed brands, in the file's order."""

    brands: tuple[Brand, ...] = ()

    @property
    def names(self) -> list[str]:
        return [brand.name for brand in self.brands]

    @property
    def own(self) -> list[str]:
        return [brand.name for brand in self.brands if brand.own]


def read_brands(folder: Path) -> Brands:
    """The brands of `folder`/brands.yaml. Raises ConfigError, with the file's name, for one that cannot be read."""
    path = folder / "brands.yaml"
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Brands)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise ConfigError(f"{path} cannot be used: {' '.join(str(error).split())}") from error
