"""Public holidays by country and region, from the `holidays` library, computed when a country is first asked for."""

import warnings
from collections.abc import Iterator, Mapping
from functools import cache

from scoping.domain.calendar import COUNTRY_CODE, CountryHolidays, Holiday

LANGUAGE = "en_US"
FIRST_YEAR, LAST_YEAR = 2000, 2099  # the years in which an engagement may start


class PublicHolidays(Mapping[str, CountryHolidays]):
    """The holidays of every country and region that the library knows, by ISO 3166 code such as DE or DE-BY.

    A country alone has those that hold in all of it; a region has them too. Names that are no ISO codes, such as those
    of single towns, are left out.
    """

    def __getitem__(self, country: str) -> CountryHolidays:
        if country not in _codes():
            raise KeyError(country)
        return _of(country)

    def __contains__(self, country: object) -> bool:
        return country in _codes()

    def __iter__(self) -> Iterator[str]:
        return iter(_codes())

    def __len__(self) -> int:
        return len(_codes())


@cache
def _codes() -> tuple[str, ...]:
    from holidays import list_supported_countries

    regions = list_supported_countries(include_aliases=False)
    codes = [*regions, *(f"{country}-{region}" for country, known in regions.items() for region in known)]
    return tuple(sorted(filter(COUNTRY_CODE.fullmatch, codes)))


@cache
def _of(code: str) -> CountryHolidays:
    from holidays import country_holidays

    country, _, region = code.partition("-")

    with warnings.catch_warnings(action="ignore"):  # of years for which it knows nothing; the span below says so
        table = country_holidays(country, subdiv=region or None)
        years = range(max(FIRST_YEAR, table.start_year), min(LAST_YEAR, table.end_year) + 1)
        table = country_holidays(country, subdiv=region or None, years=years, language=LANGUAGE)
    days = tuple(Holiday(on, name, code) for on, name in sorted(table.items()))
    return CountryHolidays(code, years.start, years.stop - 1, days)
