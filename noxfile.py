"""Tasks, in one place: `nox --list` names them, `nox -s lint` runs one.

Each has an environment of its own, but with `--no-venv` they use the one that is active.
"""

import nox

nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True

CORE = ("maths", "calc", "checking")
"""The rooms whose branches are counted, and whose code is changed to see whether tests notice."""

LEAST_COVERED = 95
"""Per cent of the branches of each of these rooms."""


def development(session: nox.Session, extras: str = "dev") -> None:
    """Install the project with what its development needs, unless the environment is the user's."""
    if session.virtualenv.venv_backend != "none":
        session.install("--editable", f".[{extras}]")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, types, imports, and the Chinese of every sentence."""
    development(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")
    session.run("python", "tools/catalogue.py")


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def tests(session: nox.Session) -> None:
    """The whole suite; arguments behind `--` go to pytest."""
    development(session)
    session.run("pytest", *session.posargs)


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """The whole suite with the oldest releases that pyproject.toml allows, those of tests too."""
    if session.virtualenv.venv_backend != "none":
        session.install("uv")
        here = session.virtualenv.location
        packages = (
            "--resolution",
            "lowest-direct",
            "--editable",
            ".[dev,frame,all,keras,mcp,onnx]",
        )
        session.run_install("uv", "pip", "install", "--python", here, *packages)
    session.run("pytest", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """The whole suite with random tests over their whole ranges, and every case of the others."""
    development(session)
    session.run("pytest", *session.posargs, env={"BPCALC_LONG": "1"})


@nox.session
def golden(session: nox.Session) -> None:
    """Write expected outputs anew; read the difference before you commit it."""
    development(session)
    places = session.posargs or ["tests/report/test_golden.py", "tests/test_readme.py"]
    session.run("pytest", "-o", "addopts=", *places, "--write-golden")
    session.run("git", "diff", "--stat", external=True)


@nox.session
def site(session: nox.Session) -> None:
    """The documentation site with the page that calculates (npm is needed), and its tests."""
    development(session)
    session.run("python", "-m", "tools.website", "site", "--trial")
    session.run("pytest", "-o", "addopts=", "tests/website", env={"BPCALC_SITE": "site"})


@nox.session
def coverage(session: nox.Session) -> None:
    """Branch coverage of the whole suite, and of the core room by room."""
    development(session)
    words = ("coverage", "run", "-m", "pytest", "-o", "addopts=", "--doctest-modules", "-q")
    session.run(*words, env={"BPCALC_ALL_CASES": "1"})
    session.run("coverage", "report", "--format=total")
    for room in CORE:
        session.log(room)
        limit = f"--fail-under={LEAST_COVERED}"
        session.run("coverage", "report", f"--include=bpcalc/{room}/*", limit)


@nox.session
def mutants(session: nox.Session) -> None:
    """A sample of changed places, and those that no test notices."""
    development(session)
    words = ("python", "-m", "benchmarks.mutants", *(session.posargs or ["--sample", "300"]))
    session.run(*words, env={"BPCALC_ALL_CASES": "1"})


@nox.session
def digits(session: nox.Session) -> None:
    """Every printed digit of random exercises, against fractions and balls."""
    development(session)
    session.run("python", "-m", "benchmarks.digits", *session.posargs)


@nox.session
def marking(session: nox.Session) -> None:
    """Honest papers and planted mistakes: what is called wrong, and what is found."""
    development(session)
    session.run("python", "-m", "benchmarks.marking", *session.posargs)


@nox.session
def kills(session: nox.Session) -> None:
    """Commands killed while they write: whether their files are whole."""
    development(session)
    session.run("python", "benchmarks/kill.py", *(session.posargs or ["1000"]))


@nox.session
def fuzzing(session: nox.Session) -> None:
    """Broken input for every way in, guided by coverage where atheris can be installed."""
    development(session, "dev,fuzz")
    session.run(
        "python",
        *("-m", "benchmarks.fuzz"),
        *(session.posargs or ["--runs", "1000000", "--seconds", "3600"]),
    )


@nox.session
def speed(session: nox.Session) -> None:
    """The table of speed that docs/numbers.md shows."""
    development(session)
    session.run("python", "benchmarks/speed.py")


@nox.session
def release(session: nox.Session) -> None:
    """Whether versions, changelog and files are ready to be released."""
    development(session)
    session.run("python", "tools/release.py", *session.posargs)
    session.run("python", "tools/release.py", "--build")
