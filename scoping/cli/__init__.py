"""The command line: `scoping propose`, `difference`, `inventory`, `sow`, `change-order`, `verify`, `check`, `user` …"""

import click

from scoping.cli.catalogue import check
from scoping.cli.change_orders import change_order
from scoping.cli.differences import difference
from scoping.cli.installation import demo, run, user, worker
from scoping.cli.inventories import inventory
from scoping.cli.proposals import propose, sow
from scoping.cli.verification import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="scoping")
def main() -> None:
    """Discovery answers in, reviewed statement of work out.

    Exit status: 0 when done, 2 when something given is wrong, each fault on a line of its own on standard error.
    """


for command in (propose, difference, inventory, sow, change_order, verify, check, user, demo, run, worker):
    main.add_command(command)
