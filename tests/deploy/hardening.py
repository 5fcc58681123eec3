"""What readelf tells of a program's protections, as hardening-check does."""

import re
import subprocess


def readelf(option, program):
    return subprocess.run(["readelf", "-W", option, str(program)], capture_output=True, text=True, check=True).stdout


def weaknesses(program):
    """One line for each protection that the program lacks."""
    header, segments, dynamic = (readelf(option, program) for option in ("-h", "-l", "-d"))
    symbols = readelf("--dyn-syms", program)
    found = []
    if not re.search(r"Type:\s+DYN", header):
        found.append("not position independent")
    if not re.search(r"GNU_STACK.* RW ", segments):
        found.append("the stack is executable")
    if "GNU_RELRO" not in segments:
        found.append("relocations stay writable")
    if not re.search(r"\((FLAGS|FLAGS_1)\).*\b(NOW|BIND_NOW)\b", dynamic):
        found.append("symbols are bound late")
    if "__stack_chk_fail" not in symbols:
        found.append("no stack protector")
    if not re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", "")):
        found.append("no fortified functions")
    return found
