"""The instructor's commands around grading: a class's work in, its marks and its picture out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

# As in cli.py, each command imports what it needs, so that `autograder --help` answers at once.


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("download", type=click.Path(path_type=Path, exists=True))
@click.option("--from", "platform", type=click.Choice(["moodle", "canvas", "folder"]))
@click.option("--roster", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def collect(folder: Path, download: Path, platform: str | None, roster: Path | None) -> None:
    """Put a learning platform's DOWNLOAD (zip or folder) into the course FOLDER's submissions.

    The roster is Moodle's grading worksheet, Canvas's exported gradebook, or a CSV with the columns
    id and name.
    """
    from collections import Counter

    from autograder.grading.collecting import collect as take
    from autograder.grading.course import open_course

    done = take(open_course(folder), download, platform, roster)
    counts = Counter((week, what) for _, week, what in done.placed)
    click.echo(f"read as a download of: {done.platform}")
    for (week, what), count in sorted(counts.items()):
        click.echo(f"{week}: {count} {what}")
    if done.late:
        click.echo(f"marked late by the platform: {', '.join(sorted(done.late))}")
    if done.absent:
        click.echo(f"nothing came from: {', '.join(done.absent)}")
    for name, reason in done.left:
        click.echo(f"not taken: {name}: {reason}", err=True)
    sys.exit(1 if done.left else 0)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("weeks", nargs=-1)
@click.option("--to", "platform", type=click.Choice(["moodle", "canvas", "csv"]), required=True)
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def export(folder: Path, weeks: tuple[str, ...], platform: str, sheet: Path | None) -> None:
    """Write grades, comments and feedback pages of FOLDER as a learning platform takes them back.

    The sheet is Moodle's grading worksheet or Canvas's exported gradebook, to be filled in.
    """
    from autograder.files import resolve_weeks, write_atomically
    from autograder.grading.collecting import platform_people
    from autograder.grading.course import open_course
    from autograder.reporting import platforms

    opened = open_course(folder)
    names = resolve_weeks(weeks) if weeks else opened.weeks()
    results = {name: platforms.results_of(opened.db_url, name) for name in names}
    if platform == "csv":
        target = folder / "export" / "grades.csv"
        write_atomically(target, platforms.to_csv(results))
        click.echo(f"wrote {target}")
        return
    if sheet is not None and len(names) != 1:
        raise click.ClickException("a sheet is that of one week: name it, as in `week1`")
    for name in names:
        people = platform_people(opened, name)
        if platform == "moodle":
            text, unknown = platforms.to_moodle(results[name], people, sheet)
        else:
            text, unknown = platforms.to_canvas(results[name], people, sheet, name)
        target = folder / "export" / f"{platform}-{name}.csv"
        write_atomically(target, text)
        click.echo(f"wrote {target}")
        if platform == "moodle":
            pages = {student: opened.feedback(student, name) for student in people}
            target = folder / "export" / f"moodle-feedback-{name}.zip"
            click.echo(f"wrote {target}: {platforms.feedback_zip(pages, people, target)} pages")
        if unknown:
            click.echo(f"no line in the sheet for: {', '.join(unknown)}", err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("weeks", nargs=-1)
@click.option("--anonymous", is_flag=True, help="Name nobody: for showing it to the class.")
def report(folder: Path, weeks: tuple[str, ...], anonymous: bool) -> None:
    """Write a page on what the class got wrong, who needs help and what needs a person."""
    from autograder.files import resolve_weeks
    from autograder.grading.course import open_course
    from autograder.grading.pinned_week import asked_in
    from autograder.reporting.report import report as write_report

    opened = open_course(folder)
    released = opened.weeks()
    graded = [name for name in released if opened.verdicts(name).exists()]
    names = resolve_weeks(weeks) if weeks else graded
    if not names:
        raise click.ClickException(
            f"nothing is graded yet: `autograder grade {folder}` comes first"
        )
    for name in names:
        earlier = [other for other in released if other < name]
        target, analysis = write_report(
            opened.root,
            asked_in(opened.private, name).week,
            earlier,
            opened.db_url,
            anonymous=anonymous,
        )
        click.echo(f"wrote {target}")
        for mistake in analysis.worth_ten_minutes:
            who = f"{len(mistake.students)} of {len(analysis.students)}"
            click.echo(f"  worth ten minutes: {mistake.exercise}: {mistake.title} ({who})")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("week")
def similar(folder: Path, week: str) -> None:
    """Write a page with the pairs of submissions to WEEK that share what few others wrote.

    It accuses nobody: what follows from a pair is for a person to say, who has read both.
    """
    from autograder.files import resolve_weeks
    from autograder.grading.course import open_course
    from autograder.grading.pinned_week import asked_in
    from autograder.reporting.similar import similar as write_similar

    opened = open_course(folder)
    (name,) = resolve_weeks([week])
    if name not in opened.weeks():
        raise click.ClickException(
            f"{name} is not released in {folder}; released: {', '.join(opened.weeks()) or 'nothing'}"
        )
    asked = asked_in(opened.private, name)
    release = opened.release(name) / f"{name}.ipynb"
    target, found, people = write_similar(opened.root, asked.week, asked.answers, release)
    click.echo(f"wrote {target}")
    click.echo(f"{len(found)} pairs stand out among {people} submissions")
    for pair in found[:10]:
        click.echo(f"  {pair.one} and {pair.other}: {pair.share:.0%} of what is rare in either")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("students", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask before anything is removed.")
def remove(folder: Path, students: tuple[str, ...], yes: bool) -> None:
    """Remove STUDENTS from the course FOLDER: grades, records, pages and what they handed in."""
    from autograder.grading.course import open_course
    from autograder.grading.strays import remove as remove_student

    opened = open_course(folder)
    for student in students:
        if yes or click.confirm(f"Remove everything of {student}, submissions included?"):
            remove_student(opened, student)
            click.echo(f"removed {student}")


INSTRUCTORS = (collect, export, report, similar, remove)
