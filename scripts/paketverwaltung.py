"""Ask the package manager of the system for programs that tests need."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install packages with apt-get: as root, or by sudo if that asks for no password.

    Says nothing if there is no apt-get or no right to use it; whoever asked looks for the program
    afterwards and tells what is missing.
    """
    if not shutil.which("apt-get"):
        return
    sudo: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        sudo = ["sudo", "-n"]
        if not shutil.which("sudo") or subprocess.call([*sudo, "true"]) != 0:
            return
    print(f"{', '.join(packages)} nicht gefunden; versuche es mit apt-get …", flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call([*sudo, "apt-get", "update", "-qq"], env=settings)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.call([*sudo, *command], env=settings, stdout=subprocess.DEVNULL)
