import os
import subprocess


def test_the_program_starts():
    subprocess.run([os.environ["POSTERN_BINARY"], "--version"], check=True, timeout=20)
