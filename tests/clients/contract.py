"""Asks a service everything that its OpenAPI document describes, sense and nonsense, with schemathesis: no answer may be
a failure of the service, and none may be outside the document.

usage: contract.py BASE EXAMPLES [TOKEN]
"""

import json
import re
import subprocess
import sys
from pathlib import Path

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main():
    base, examples, *token = sys.argv[1:]
    command = [Path(sys.executable).parent / "schemathesis", "run", f"{base}/api?f=json", "--url", base]
    command += ["--phases", "coverage,fuzzing", "--max-examples", examples, "--checks", CHECKS, "--seed", "1"]
    command += ["--generation-database", "none", "--no-color", "--warnings", "off", "--request-timeout", "60", "--max-failures", "20"]
    # A stream of changes has no end.
    command += ["--exclude-path", "/api/changes"]
    if token:
        command += ["-H", f"Authorization: Bearer {token[0]}"]
    run = subprocess.run(command, capture_output=True, text=True)
    cases = re.search(r"(\d+) generated", run.stdout)
    said = run.stdout[-6000:] if run.returncode else ""
    found = {"code": run.returncode, "cases": int(cases.group(1)) if cases else 0, "said": said + run.stderr[-2000:]}
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    main()
