"""The command `autograder`: one subcommand for each way through the house."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.desk.commands import AUTHORS
from autograder.instructors import INSTRUCTORS

if TYPE_CHECKING:
    from autograder.grading.course import Course
    from autograder.grading.grade import Request

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


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build, hand out and grade the course."""
    from autograder.files import UserError, require_checkout

    try:
        require_checkout()
    except UserError as error:
        raise click.UsageError(str(error)) from None


for command in (*AUTHORS, *INSTRUCTORS):
    main.add_command(command)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("weeks", nargs=-1)
@click.option("--db", help="URL of the gradebook's database (default: SQLite in the folder).")
def course(folder: Path, weeks: tuple[str, ...], db: str | None) -> None:
    """Make a course folder for nbgrader and release WEEKS in it (default: every built week)."""
    from autograder.files import resolve_weeks, week_names

    names = resolve_weeks(weeks) if weeks else [name for name in week_names() if _is_built(name)]
    _make_course(folder, names, db)
    click.echo(
        f"{folder} is ready: put submissions into {folder}/submitted/STUDENT/WEEK/WEEK.ipynb"
    )


def _is_built(name: str) -> bool:
    from autograder.files import NARRATIVES, SOLUTIONS

    return all((folder / f"{name}.ipynb").exists() for folder in (NARRATIVES, SOLUTIONS))


def _make_course(folder: Path, names: list[str], db: str | None) -> object:
    from autograder.authoring.bundle import releasable_files
    from autograder.authoring.notebooks import released_source
    from autograder.grading.course import create_course

    missing = [name for name in names if not _is_built(name)]
    if missing or not names:
        what = ", ".join(missing) or "no week"
        raise click.ClickException(f"{what}: not built yet; run `autograder build`")
    for name in names:
        click.echo(f"releasing {name}")
    bundles = {name: releasable_files(name) for name in names}
    return create_course(folder, bundles, {name: released_source(name) for name in names}, db)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("weeks", nargs=-1)
@click.option("--yes", is_flag=True, help="Do not ask before anything is changed.")
def update(folder: Path, weeks: tuple[str, ...], yes: bool) -> None:
    """Say what the installed project would change in the course FOLDER; release and grade it anew."""
    import os

    from autograder.authoring.bundle import bundle_files
    from autograder.files import resolve_weeks
    from autograder.grading.course import open_course
    from autograder.grading.grade import Request
    from autograder.grading.updating import changes, scores

    _require_linux("sandbox")
    opened = open_course(folder)
    stale = []
    for name in resolve_weeks(weeks) if weeks else opened.weeks():
        found = changes(opened, name, bundle_files(name))
        click.echo(f"{name}: {f'{len(found)} files differ' if found else 'nothing would change'}")
        for change in found:
            click.echo(f"  {change}")
        stale += [name] if found else []
    if not stale or not (yes or click.confirm("Release and grade these weeks anew?")):
        return
    before = {name: scores(opened, name) for name in stale}
    _make_course(folder, stale, None)
    opened = open_course(folder)
    graded = [name for name in stale if any((folder / "submitted").glob(f"*/{name}"))]
    request = Request(weeks=tuple(graded), jobs=os.cpu_count() or 1)
    status = _grade(opened, request, as_json=False) if graded else 0
    for name in stale:
        _tell_moved_grades(name, before[name], scores(opened, name))
    sys.exit(status)


def _tell_moved_grades(
    week: str, before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]
) -> None:
    """List every grade of a week that is not what it was."""
    moved = [
        student for student in sorted(before | after) if before.get(student) != after.get(student)
    ]
    click.echo(f"{week}: {len(moved)} grades changed")
    for student in moved:
        old, new = before.get(student), after.get(student)
        was = f"{old[0]:g} of {old[1]:g}" if old else "not graded"
        click.echo(f"  {student}: {was} -> {f'{new[0]:g} of {new[1]:g}' if new else 'not graded'}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("week", required=False)
@click.option("--student", help="Grade only this student.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions at a time (default: cores).")
@click.option("--cluster", help="Address of a Dask scheduler, such as tcp://host:8786.")
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@click.option("--no-feedback", is_flag=True, help="Write no feedback pages.")
@click.option("--demos", is_flag=True, help="Run demonstration cells too.")
@click.option(
    "--isolation",
    type=click.Choice(["sandbox", "none"]),
    default="sandbox",
    help="none: no protection at all, for trying things out.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON at the end.")
@click.option("--watch", is_flag=True, help="Go on with what is handed in, until stopped.")
def grade(
    folder: Path,
    week: str | None,
    student: str | None,
    jobs: int | None,
    cluster: str | None,
    force: bool,
    no_feedback: bool,
    demos: bool,
    isolation: str,
    as_json: bool,
    watch: bool,
) -> None:
    """Grade what was handed in to the course FOLDER, for one WEEK or all."""
    import gc
    import os

    _require_linux(isolation)
    if not watch:
        gc.disable()  # until all is loaded (grading/grade.py): nothing of that is let go again
    if cluster is None:
        from autograder.grading.forking import begin_forking

        ahead = {"root": str(folder), "weeks": [week] if week else [], "force": force}
        begin_forking(pages=not no_feedback, ahead=ahead)
    from autograder.files import resolve_weeks
    from autograder.grading.course import open_course
    from autograder.grading.grade import Request

    request = Request(
        weeks=tuple(resolve_weeks([week])) if week else (),
        student=student,
        jobs=jobs or os.cpu_count() or 1,
        force=force,
        feedback=not no_feedback,
        isolated=isolation == "sandbox",
        run_demos=demos,
        cluster=cluster,
    )
    opened = open_course(folder)
    if watch:
        sys.exit(_watch(opened, request))
    if student is None:
        _tell_strays(opened)
    status = _grade(opened, request, as_json)
    if student is None:
        _tell_who_is_gone(opened)
    sys.exit(status)


def _tell_strays(opened: Course) -> None:
    """Say what lies in a wrong place, and which of it was taken."""
    from autograder.grading.strays import take_strays

    for name, what in take_strays(opened):
        click.echo(f"submitted/{name}: {what}", err=True)


def _tell_who_is_gone(opened: Course) -> None:
    """Say who is graded and has handed nothing in any more: withdrawn, or renamed."""
    from autograder.grading.strays import gone

    for student in gone(opened):
        click.echo(
            f"{student} is graded, and submitted/{student} is gone; if for good: "
            f"`autograder remove {opened.root} {student}`",
            err=True,
        )


def _watch(opened: Course, request: Request) -> int:
    """Grade what arrives until somebody presses Ctrl-C; return the exit status."""
    from autograder.grading.grade import grade as grade_all
    from autograder.grading.grade import warm
    from autograder.grading.pool import Pool
    from autograder.grading.verdict_files import VerdictFiles
    from autograder.grading.watching import arrivals

    click.echo(f"watching {opened.root}/submitted; Ctrl-C stops", err=True)
    try:
        with Pool(request.jobs, request.cluster) as pool:
            warm(opened, request, pool)
            verdicts = VerdictFiles(opened)
            for arrived in arrivals(opened, request):
                for item in grade_all(opened, request, arrived, pool, verdicts):
                    said = item.problem or f"{item.points:g} of {item.max_points:g}"
                    click.echo(f"{item.student} {item.week}: {item.state}, {said}", err=True)
    except KeyboardInterrupt:
        click.echo("stopped; what is done is kept", err=True)
    return 0


def _require_linux(isolation: str) -> None:
    """Say kindly where grading works, instead of failing in the middle of it."""
    if sys.platform == "win32":
        raise click.ClickException(
            "grading needs Linux: use WSL on Windows (`wsl --install`, then clone the course there). "
            "Notebooks, checks and bundles work here."
        )
    if sys.platform != "linux" and isolation != "none":
        raise click.ClickException(
            "grading shuts student code into a sandbox that only Linux offers; use a Linux machine or a "
            "virtual one. `--isolation none` grades here without any protection."
        )


def _grade(opened: object, request: object, as_json: bool) -> int:
    """Grade with a progress bar; return the exit status."""
    from autograder.grading.grade import grade as grade_all
    from autograder.grading.grade import plan
    from autograder.grading.pins import is_pinned
    from autograder.reporting.progress import Progress

    if not request.isolated:  # type: ignore[attr-defined]
        click.echo(
            "warning: no isolation; student code runs with your rights, and verdicts can be forged",
            err=True,
        )
    submissions = plan(opened, request)  # type: ignore[arg-type]
    for week in sorted({week for _, week in submissions.submissions}):
        if not is_pinned(opened.private, week):  # type: ignore[attr-defined]
            click.echo(
                f"note: {week} was released before courses kept what examines them; it is judged by "
                "the exercises and points of today. `autograder update` says what differs from its "
                "release, and releases it anew",
                err=True,
            )
    with Progress(len(submissions), quiet=as_json) as progress:
        try:
            for item in grade_all(opened, request, submissions):  # type: ignore[arg-type]
                progress.step(
                    item.student,
                    item.week,
                    item.state,
                    item.points,
                    item.max_points,
                    item.notes,
                    item.problem,
                    item.usage,
                    item.unread,
                )
        except KeyboardInterrupt:
            progress.interrupted()
            return 130
    return progress.finish(as_json)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="build/demo")
@click.option("--students", default=12, show_default=True, help="Size of the class, at least 4.")
@click.option("--seed", default=1, show_default=True, help="Which class is drawn.")
@click.option("--week", help="The week that is handed in (default: the first that is built).")
@click.option("--isolation", type=click.Choice(["sandbox", "none"]), default="sandbox")
def demo(folder: Path, students: int, seed: int, week: str | None, isolation: str) -> None:
    """Release a week, make a sample class, grade it, show what came of it."""
    import os

    _require_linux(isolation)
    from rich.console import Console

    from autograder.examining import load_week
    from autograder.files import resolve_weeks, week_names
    from autograder.grading.course import open_course
    from autograder.grading.grade import Request
    from autograder.grading.sample import hand_in_sample_class
    from autograder.reporting.export import write_csv
    from autograder.reporting.table import print_class, read_verdicts

    built = [name for name in week_names() if _is_built(name)]
    names = resolve_weeks([week]) if week else built[:1]
    _make_course(folder, names, None)
    opened = open_course(folder)
    # Nobody wants to watch the student who never ends for half a minute.
    opened.limits = replace(opened.limits, cell_seconds=5.0)
    hand_in_sample_class(opened, names[0], students, seed)
    request = Request(weeks=tuple(names), jobs=os.cpu_count() or 1, isolated=isolation == "sandbox")
    status = _grade(opened, request, as_json=False)
    print_class(load_week(names[0]), read_verdicts(opened.verdicts(names[0])), Console())
    click.echo(f"feedback pages: {folder}/feedback/STUDENT/{names[0]}/{names[0]}.html")
    click.echo(f"grades: {write_csv(opened.db_url, folder / 'grades.csv')}")
    sys.exit(status)


if __name__ == "__main__":
    main()
