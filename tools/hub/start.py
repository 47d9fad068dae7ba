"""Starts a JupyterHub on this machine, to try a term out: a teacher with a course, and two students.

    python tools/hub/start.py FOLDER [--port 8000] [--week week1]

Everybody's home, the course and the exchange lie in FOLDER; who is there is printed, with the one
password of all. It is for trying out, and for this machine alone: all run under the account that
starts it. docs/instructors.md says what a hub for a class has otherwise.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROXY = ROOT / "build" / "hub-proxy"
PROGRAMS = Path(sys.executable).parent
TEACHER, STUDENTS = "teacher", ("ada", "emmy")
COURSE_ID = "neural_networks"

HUB = """\
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.ConfigurableHTTPProxy.command = {proxy!r}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = {password!r}
c.Authenticator.allowed_users = {users!r}
# All under one account: for trying out. A hub for a class has an account for each.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 300
"""

# What nbgrader has to know, in everybody's ~/.jupyter/nbgrader_config.py.
EVERYBODY = """\
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "{course}"
c.Exchange.root = "{folder}/exchange"
"""
OF_TEACHER = 'c.CourseDirectory.root = "{folder}/homes/{who}/course"\n'
# nbgrader takes the account's name for the student's, and here all have the same account.
OF_STUDENT = 'c.CourseDirectory.student_id = "{who}"\n'


def what_lacks() -> str | None:
    """Return why no hub can be started here, None when it can."""
    if not (PROGRAMS / "jupyterhub").exists():
        return "jupyterhub is not installed: `pip install --require-hashes -r requirements.lock`"
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "the hub's proxy is a program of Node.js, and there is no node and npm here"
    if not _proxy_is_there() and (told := _install_proxy()):
        return f"npm could not install the hub's proxy: {told}"
    return None


def _proxy_is_there() -> bool:
    return (PROXY / "node_modules" / ".bin" / "configurable-http-proxy").exists()


def _install_proxy() -> str | None:
    """Install what package-lock.json names, digests checked; return npm's last word if it failed."""
    PROXY.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, PROXY / name)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=PROXY,
        capture_output=True,
        text=True,
    )
    said = [line for line in done.stderr.splitlines() if "npm error" in line]
    return (said or ["no message"])[0] if done.returncode or not _proxy_is_there() else None


def set_up(folder: Path, week: str, port: int) -> str:
    """Make homes, course, exchange and configuration, those that are not there; return the password."""
    for name in (TEACHER, *STUDENTS):
        config = folder / "homes" / name / ".jupyter" / "nbgrader_config.py"
        config.parent.mkdir(parents=True, exist_ok=True)
        own = OF_TEACHER if name == TEACHER else OF_STUDENT
        text = (EVERYBODY + own).format(folder=folder, course=COURSE_ID, who=name)
        config.write_text(text, encoding="utf-8")
    exchange = folder / "exchange"
    exchange.mkdir(exist_ok=True)
    exchange.chmod(0o777)  # nbgrader asks for it: everybody hands in here
    course = folder / "homes" / TEACHER / "course"
    if not course.exists():
        subprocess.run([PROGRAMS / "autograder", "course", course, week], check=True)
    kept = folder / "password"
    if not kept.exists():
        kept.write_text(secrets.token_hex(8), encoding="ascii")
        kept.chmod(0o600)
    password = kept.read_text(encoding="ascii")
    (folder / "jupyterhub_config.py").write_text(
        HUB.format(
            folder=folder,
            port=port,
            api_port=port + 1,
            hub_port=port + 2,
            proxy=[str(PROXY / "node_modules" / ".bin" / "configurable-http-proxy")],
            password=password,
            users={TEACHER, *STUDENTS},
        ),
        encoding="utf-8",
    )
    return password


def main() -> None:
    """Set the hub up and run it until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8000, help="this one and the two after it")
    parser.add_argument("--week", default="week1")
    asked = parser.parse_args()
    lacking = what_lacks()
    if lacking:
        sys.exit(f"no hub can be started here: {lacking}")
    folder = asked.folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = set_up(folder, asked.week, asked.port)
    print(f"JupyterHub on http://127.0.0.1:{asked.port}: {TEACHER}, {', '.join(STUDENTS)}")
    print(f"password of all: {password}; Ctrl-C stops it", flush=True)
    os.chdir(folder)
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ.pop("JUPYTER_CONFIG_DIR", None)
    os.execv(PROGRAMS / "jupyterhub", ["jupyterhub", "--config", "jupyterhub_config.py"])


if __name__ == "__main__":
    main()
