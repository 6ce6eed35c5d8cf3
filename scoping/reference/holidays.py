"""Public holidays by country, from the `holidays` library, computed when a country is first asked for."""

import warnings
from collections.abc import Iterator, Mapping
from functools import cache

from scoping.domain.calendar import CountryHolidays, Holiday

LANGUAGE = "en_US"
FIRST_YEAR, LAST_YEAR = 2000, 2099  # the years in which an engagement may start


class PublicHolidays(Mapping[str, CountryHolidays]):
    """The nation-wide holidays of every country the library knows, by ISO 3166 alpha-2 code.

    Regional holidays are left out: they differ within a country, and a customer names them as closed days.
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

    return tuple(sorted(code for code in list_supported_countries(include_aliases=False) if len(code) == 2))


@cache
def _of(country: str) -> CountryHolidays:
    from holidays import country_holidays

    with warnings.catch_warnings(action="ignore"):  # of years for which it knows nothing; the span below says so
        table = country_holidays(country)
        years = range(max(FIRST_YEAR, table.start_year), min(LAST_YEAR, table.end_year) + 1)
        table = country_holidays(country, years=years, language=LANGUAGE)
    days = tuple(Holiday(on, name, country) for on, name in sorted(table.items()))
    return CountryHolidays(country, years.start, years.stop - 1, days)
