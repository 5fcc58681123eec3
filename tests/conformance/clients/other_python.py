"""Clients that Debian does not package run in a Python of their own."""

import os
import subprocess
import sys

import pytest


def python_with(*modules):
    """A Python that has them: this one, or that of KEWP_TEST_PYTHON; otherwise the test is skipped with the reason."""
    for python in dict.fromkeys([sys.executable, os.environ.get("KEWP_TEST_PYTHON", sys.executable)]):
        tried = subprocess.run([python, "-c", "import " + ", ".join(modules)], capture_output=True)
        if tried.returncode == 0:
            return python
    pytest.skip(f"no Python here has {', '.join(modules)}; configure with -DKEWP_TEST_PYTHON=…/bin/python")
