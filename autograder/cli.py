"""The command `autograder`: one subcommand for each way through the house."""

from __future__ import annotations

import sys
from pathlib import Path

import click

# Only click and the standard library are imported here; each subcommand imports what it needs,
# so that `autograder --help` answers at once.


class _Plain(click.Group):
    """A group whose user errors are one message and exit status 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from autograder.files import UserError

        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(str(error)) from None
        except Exception as error:
            if type(error).__name__ == "AuthoringError":
                raise click.ClickException(str(error)) from None
            raise


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build, hand out and grade the course."""


@main.command()
@click.argument("weeks", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and name each stale file.")
def build(weeks: tuple[str, ...], check: bool) -> None:
    """Make notebooks, solved notebooks and visible cases from the sources of WEEKS (default: all)."""
    from autograder.authoring.build import build as build_week
    from autograder.authoring.build import stale_files
    from autograder.files import resolve_weeks

    stale = []
    for name in resolve_weeks(weeks):
        if check:
            stale += stale_files(name, click.echo)
            continue
        click.echo(f"building {name}")
        build_week(name, click.echo)
    for item in stale:
        click.echo(str(item), err=True)
    if stale:
        sys.exit(1)
    if check:
        click.echo("everything built is what the sources say")


@main.command()
@click.argument("week")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
def bundle(week: str, folder: Path) -> None:
    """Write the student's folder and zip of WEEK into a folder."""
    from autograder.authoring.bundle import bundle as make_bundle
    from autograder.files import resolve_weeks

    (name,) = resolve_weeks([week])
    for path in make_bundle(name, folder, click.echo):
        click.echo(f"wrote {path}")


if __name__ == "__main__":
    main()
