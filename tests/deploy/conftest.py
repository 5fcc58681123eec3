"""Lets these tests use the server and the people of tests/integration; the engine and the image of all of them."""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))


@pytest.fixture(scope="session")
def engine():
    from engine import Engine
    with Engine() as running:
        yield running


@pytest.fixture(scope="session")
def new_project(engine, tmp_path_factory):
    """Makes compose projects, whose image is built once, and takes them down at the end."""
    from compose import Project
    projects = []

    def make(**options):
        name = f"kewptest{os.getpid()}"
        project = Project(engine, tmp_path_factory.mktemp("project"), name, **options)
        if not projects:
            project.compose("build", "web", timeout=3600)
        projects.append(project)
        return project

    yield make
    for project in projects:
        project.down()
    if projects and not os.environ.get("KEWP_DOCKER_DATA"):
        engine.run("docker", "image", "rm", f"kewp:{projects[0].name}", check=False)
