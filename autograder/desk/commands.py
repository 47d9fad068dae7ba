"""The author's commands: start, build, try, test and hand out a week, and learn from last year's class."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("weeks", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and name each stale file.")
@click.option("--new-numbers", is_flag=True, help="Accept that numbers quoted in prose changed.")
@click.option("--fresh", is_flag=True, help="Use nothing that earlier builds kept.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Exercises at a time (default: cores).")
@click.option("--watch", is_flag=True, help="Build one week at each save, and serve a preview.")
@click.option("--port", default=8765, show_default=True, help="Of the preview; 0 for a free one.")
def build(
    weeks: tuple[str, ...],
    check: bool,
    new_numbers: bool,
    fresh: bool,
    jobs: int | None,
    watch: bool,
    port: int,
) -> None:
    """Make notebooks, solved notebooks and visible cases from the sources of WEEKS (default: all)."""
    import os

    from autograder.authoring.kept import is_sealed
    from autograder.files import resolve_weeks

    names = resolve_weeks(weeks)
    if watch:
        from autograder.desk.watching import watch as watch_week

        if len(weeks) != 1 or check:
            raise click.UsageError("--watch takes one week, and no --check")
        watch_week(names[0], click.echo, port)
        return
    if not fresh and all(map(is_sealed, names)):  # known before the engine is loaded
        click.echo("everything built is what the sources say")
        return
    from autograder.authoring.build import build_weeks, stale_weeks

    jobs = jobs or os.cpu_count() or 1
    if not check:
        build_weeks(names, click.echo, new_numbers=new_numbers, fresh=fresh, jobs=jobs)
        return
    stale = stale_weeks(names, click.echo, fresh=fresh, jobs=jobs)
    for item in stale:
        click.echo(str(item), err=True)
    if stale:
        sys.exit(1)
    click.echo("everything built is what the sources say")


@click.command()
@click.argument("week")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
def bundle(week: str, folder: Path) -> None:
    """Write the student's folder and zip of WEEK into a folder."""
    from autograder.authoring.bundle import bundle as make_bundle
    from autograder.files import resolve_weeks

    (name,) = resolve_weeks([week])
    for path in make_bundle(name, folder, click.echo):
        click.echo(f"wrote {path}")


@click.command()
@click.argument("week")
@click.argument("exercise", required=False)
def new(week: str, exercise: str | None) -> None:
    """Write the files of a new WEEK, or of a new EXERCISE of a week, to be filled in."""
    from autograder.authoring.starting import SAMPLE, start_exercise, start_week
    from autograder.files import ROOT, resolve_weeks, week_names

    there = [name for name in week_names() if name == week or name.split("_")[0] == week]
    if there and exercise is None:
        raise click.ClickException(f"{there[0]} is there already; name the exercise to add to it")
    if there:
        paths = start_exercise(resolve_weeks([week])[0], str(exercise))
    else:
        paths = start_week(week, exercise or SAMPLE)
    for path in paths:
        click.echo(f"wrote {path.relative_to(ROOT)}")
    click.echo(
        f"fill in what says FILL IN; `autograder build --watch {there[0] if there else week}`"
    )


@click.command("try")
@click.argument("week")
@click.argument("file", type=click.Path(path_type=Path))
def try_(week: str, file: Path) -> None:
    """Show the verdicts on an answer to WEEK: a Python FILE of yours, or a notebook (in the sandbox)."""
    from autograder.desk.trying import try_answers
    from autograder.files import resolve_weeks

    try_answers(resolve_weeks([week])[0], file, click.echo)


@click.command()
@click.argument("week")
def test(week: str) -> None:
    """Run the tests that concern WEEK: its judging in check and in the sandbox, its notebooks."""
    import subprocess

    from autograder.files import ROOT, resolve_weeks

    (name,) = resolve_weeks([week])
    own = ROOT / "tests" / "references" / f"test_{name.split('_')[0]}.py"
    folders = ["tests/exercises", "tests/notebooks", "tests/authoring/test_bundle.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-k", name, *folders]
    status = subprocess.run(command, cwd=ROOT).returncode
    if own.exists():
        command = [sys.executable, "-m", "pytest", "-q", str(own)]
        status = subprocess.run(command, cwd=ROOT).returncode or status
    sys.exit(status)


@click.command()
@click.argument("week")
@click.argument("course", type=click.Path(path_type=Path, file_okay=False, exists=True))
def mistakes(week: str, course: Path) -> None:
    """List wrong answers to WEEK in a graded COURSE that no misconception explains."""
    from autograder.desk.mistakes import list_mistakes
    from autograder.files import resolve_weeks

    list_mistakes(resolve_weeks([week])[0], course, click.echo)


@click.command()
@click.argument("weeks", nargs=-1)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the site is written (default: build/site).",
)
@click.option("--serve", is_flag=True, help="Build nothing; serve what is there, and open it.")
@click.option("--port", default=8000, show_default=True, help="Of --serve; 0 for a free one.")
@click.option("--no-open", is_flag=True, help="With --serve: open no browser.")
def site(
    weeks: tuple[str, ...], folder: Path | None, serve: bool, port: int, no_open: bool
) -> None:
    """Build the course's site with WEEKS (default: all), their notebooks running in the browser."""
    from autograder.files import ROOT, resolve_weeks

    target = folder or ROOT / "build" / "site"
    if serve:
        from autograder.authoring.site.serving import serve as serve_site

        if weeks:
            raise click.UsageError("--serve serves what was built; it takes no weeks")
        serve_site(target, port, click.echo, open_it=not no_open)
        return
    from autograder.authoring.site.building import build_site

    build_site(sorted(resolve_weeks(weeks)), target.resolve(), click.echo)


AUTHORS = (new, build, try_, test, mistakes, bundle, site)
