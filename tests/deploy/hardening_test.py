"""The release is built, and comes out, with the protections of the OpenSSF's guide for C++."""

import json

import pytest

from hardening import weaknesses
from kewp_server import SOURCE

RELEASE = SOURCE / "build" / "release" / "kewp"


def test_the_release_preset_has_the_flags():
    presets = json.loads((SOURCE / "CMakePresets.json").read_text())["configurePresets"]
    values = next(preset for preset in presets if preset["name"] == "release")["cacheVariables"]
    compiling = values["CMAKE_CXX_FLAGS"] + " " + values["CMAKE_CXX_FLAGS_RELEASE"]
    for flag in ("-O2", "-D_FORTIFY_SOURCE=", "-D_GLIBCXX_ASSERTIONS", "-fstack-protector-strong",
                 "-fstack-clash-protection", "-fcf-protection=full"):
        assert flag in compiling
    for flag in ("-z,relro", "-z,now", "-z,noexecstack", "-pie"):
        assert flag in values["CMAKE_EXE_LINKER_FLAGS"]


@pytest.mark.skipif(not RELEASE.exists(), reason="no build/release/kewp here; `make build` makes it")
def test_the_release_program_has_no_weakness():
    assert weaknesses(RELEASE) == []


def test_an_ordinary_program_would_be_found_out(tmp_path):
    import subprocess
    source, program = tmp_path / "weak.cpp", tmp_path / "weak"
    source.write_text("int main() { return 0; }\n")
    subprocess.run(["g++", "-no-pie", "-fno-stack-protector", "-Wl,-z,lazy", "-Wl,-z,norelro", "-Wl,-z,execstack",
                    "-o", str(program), str(source)], check=True)
    assert len(weaknesses(program)) == 6
