"""What the project says of its environment, in three files, agrees and names no place.

Not tested: that conda can solve environment.yml. There is no conda where these tests run.
"""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# conda-forge calls these differently; everything else has one name.
PYPI_NAME = {"matplotlib-base": "matplotlib"}
# What conda itself needs and pyproject.toml has no line for.
ONLY_CONDA = {"python", "pip"}

# In pieces, so that this file does not hold what it forbids.
REGISTRY_HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("conda", "anaconda", "org"),
        ("repo", "anaconda", "com"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("proxy", "golang", "org"),
    )
]
MACHINE_PATH = re.compile(
    r"(?<![\w.~$})*-])/(?:root|work|home/\w[\w.-]*|Users/\w[\w.-]*)/"
    r"|\b[A-Za-z]:(?:\\\\?|/)Users(?:\\\\?|/)\w"
)


def ranges(requirements):
    """{name: range} of requirement lines, markers and extras left out."""
    parsed = [Requirement(line) for line in requirements]
    return {canonicalize_name(one.name): str(one.specifier) for one in parsed}


def all_requirements():
    """What requirements.lock answers: everything but the site, which has a lock of its own."""
    extras = PYPROJECT["project"]["optional-dependencies"].items()
    others = [line for name, extra in extras for line in extra if name != "site"]
    return PYPROJECT["project"]["dependencies"] + others


def read_lock(path="requirements.lock"):
    """{name: (version, hashes)}; every line of a lock is a pin, a hash or a comment."""
    pins = {}
    name = None
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\s*#.*|", line):
            continue
        if pin := re.fullmatch(r"([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;]+)(?: ; [^\\]+)? \\", line):
            name = pin[1]
            assert name not in pins, f"{name} is pinned twice"
            pins[name] = (pin[2], [])
        elif hashed := re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line):
            pins[name][1].append(hashed[1])
        else:
            pytest.fail(f"{path}: neither a pin nor a hash: {line!r}")
    return pins


def committed_texts():
    """Path and text of every committed text file that is still there."""
    try:
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git clone: what is committed is not known")
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" in content:
            continue
        try:
            yield name, content.decode("utf-8")
        except UnicodeDecodeError:
            continue


def lines_that_match(find):
    return [
        f"{name}:{number}: {found}"
        for name, text in committed_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := find(line))
    ]


def registry_host(line):
    return next((host for host in REGISTRY_HOSTS if host in line.lower()), None)


def machine_path(line):
    found = MACHINE_PATH.search(line)
    return found and found[0]


def test_environment_yml_agrees_with_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_conda = ranges(line for line in listed if isinstance(line, str))
    from_pip = ranges(line for entry in listed if isinstance(entry, dict) for line in entry["pip"])
    named_as_on_pypi = {PYPI_NAME.get(name, name): spec for name, spec in from_conda.items()}
    ours = {name: spec for name, spec in named_as_on_pypi.items() if name not in ONLY_CONDA}
    assert ours | from_pip == ranges(PYPROJECT["project"]["dependencies"])
    assert from_conda["python"] == PYPROJECT["project"]["requires-python"]


def test_markers_in_environment_yml_are_those_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_pip = [line for entry in listed if isinstance(entry, dict) for line in entry["pip"]]
    theirs = {Requirement(line).name: line for line in PYPROJECT["project"]["dependencies"]}
    for line in from_pip:
        requirement = Requirement(line)
        assert str(requirement.marker) == str(Requirement(theirs[requirement.name]).marker)


def test_the_lock_holds_every_dependency_in_its_range():
    pins = read_lock()
    for line in all_requirements():
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        assert name in pins, f"{name} is not in requirements.lock: run `make lock`"
        version = pins[name][0]
        assert version in requirement.specifier, f"{name} {version} is not in {line!r}"


def test_the_sites_lock_holds_what_builds_it_in_the_versions_of_the_other_lock():
    pins, others = read_lock("site/pins/requirements.lock"), read_lock()
    for line in PYPROJECT["project"]["optional-dependencies"]["site"]:
        requirement = Requirement(line)
        version, hashes = pins[canonicalize_name(requirement.name)]
        assert hashes and version in requirement.specifier, line
    both = pins.keys() & others.keys()
    assert both and {name: pins[name][0] for name in both} == {
        name: others[name][0] for name in both
    }


def test_the_lock_can_build_the_project_without_asking_an_index():
    pins = read_lock()
    for line in PYPROJECT["build-system"]["requires"]:
        requirement = Requirement(line)
        assert pins[requirement.name][0] in requirement.specifier


def test_every_pin_has_its_hashes():
    assert [name for name, (_, hashes) in read_lock().items() if not hashes] == []


def test_the_lock_names_no_index_url_or_path():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    options = re.findall(r"^\s*(?:-(?!-hash=).*|.* @ .*)$", text, flags=re.MULTILINE)
    assert options == []
    assert not re.search(r"\w+://|file:|/", text)


def test_no_committed_file_names_a_package_registrys_host():
    assert lines_that_match(registry_host) == []


def test_no_committed_file_holds_an_absolute_path_of_a_machine():
    assert lines_that_match(machine_path) == []


@pytest.mark.parametrize("start", ["root", "work", "home/ada", "Users/ada"])
def test_absolute_paths_are_recognised(start):
    assert machine_path("open('/" + start + "/course.py')")
    assert not machine_path("see notebooks/" + start + "/course.py")
    assert not machine_path("{folder}/" + start + "/course.py")


def test_registry_hosts_are_recognised():
    assert registry_host("https://files." + REGISTRY_HOSTS[2].upper() + "/simple")
    assert not registry_host("published on PyPI")
