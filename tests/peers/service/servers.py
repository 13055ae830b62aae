"""The services of the load bench, each started on the same data and ended again: ours, tipg, pygeoapi."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended before it served")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).read()
            return
        time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


def memory(process):
    """Resident memory of a process and its children in MiB: the most there ever was of the first, the present of others."""
    children = subprocess.run(["ps", "-o", "rss=", "--ppid", str(process.pid)], capture_output=True, text=True).stdout
    peak = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "VmHWM" in line)
    return round((int(peak.split()[1]) + sum(int(line) for line in children.split())) / 1024)


@contextlib.contextmanager
def running(command, address, log, **options):
    with open(log, "w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **options)
        try:
            wait_for(address, process)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


@contextlib.contextmanager
def ours(binary, data, folder, *options):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [binary, "--data", data, "serve", "--listen", f"127.0.0.1:{port}", *options]
    with running(command, base + "/conformance", folder / "jingwei.log") as process:
        yield base, process


def token(binary, data, account, purpose):
    """A new token of an account of the record."""
    command = [binary, "--data", str(data), "--author", "bench", "--json", "account", "token", account, "--for", purpose]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["token"]


@contextlib.contextmanager
def postgres(folder):
    """A PostgreSQL cluster of its own on a socket in the folder; PostgreSQL refuses to run as root."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise SystemExit("PostgreSQL is missing: apt-get install postgresql-15-postgis-3")
    programs, data, port = programs[-1], folder / "postgres", free_port()
    data.mkdir(exist_ok=True)
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(data, "postgres")
        for parent in [folder, *folder.parents]:
            if parent.stat().st_mode & 0o005 != 0o005 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o005)
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", **user}
    subprocess.run([programs / "initdb", "-D", data / "cluster", "-U", "bench", "-A", "trust"], **run)
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1"
    control = [programs / "pg_ctl", "-D", data / "cluster", "-w", "-l", data / "log"]
    subprocess.run([*control, "-o", options, "start"], **run)
    try:
        yield f"postgresql://bench@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], **run)


@contextlib.contextmanager
def tipg(url, folder):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--workers", "2", "--log-level", "warning"]
    environment = {**os.environ, "DATABASE_URL": url, "TIPG_DB_SCHEMAS": '["public"]', "TIPG_CATALOG_TTL": "0"}
    with running(command, base + "/healthz", folder / "tipg.log", env=environment) as process:
        yield base, process


@contextlib.contextmanager
def pygeoapi(url, folder):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    text = (HERE / "pygeoapi.yml").read_text(encoding="utf-8")
    configuration, document = folder / "pygeoapi.yml", folder / "pygeoapi-openapi.yml"
    configuration.write_text(text.replace("PORT", str(port)).replace("DATABASE", url.rsplit(":", 1)[1].split("/")[0]), encoding="utf-8")
    environment = {**os.environ, "PYGEOAPI_CONFIG": str(configuration), "PYGEOAPI_OPENAPI": str(document)}
    program = str(Path(sys.executable).parent / "pygeoapi")
    with open(document, "w") as out:
        subprocess.run([program, "openapi", "generate", str(configuration)], stdout=out, env=environment, check=True)
    command = [sys.executable, "-m", "uvicorn", "pygeoapi.starlette_app:APP", "--port", str(port), "--workers", "2"]
    with running([*command, "--log-level", "warning"], base + "/conformance", folder / "pygeoapi.log", env=environment) as process:
        yield base, process
