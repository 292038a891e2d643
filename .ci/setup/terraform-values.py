"""Prints what the Terraform files of a folder make of the terraform.tfvars that a page tells people to write, as JSON:
types to resources, with the outputs. Evaluated without a provider: what only AWS or GitHub knows is missing."""

import json
import re
import shutil
import sys
import tempfile

import tfparse

folder, page = sys.argv[1:]
with open(page, encoding="utf-8") as file:
    (variables,) = re.findall(r"^```hcl\n(.*?)^```$", file.read(), re.DOTALL | re.MULTILINE)
with tempfile.TemporaryDirectory() as room:
    copy = shutil.copytree(folder, f"{room}/setup")
    with open(f"{copy}/terraform.tfvars", "w", encoding="utf-8") as file:
        file.write(variables)
    print(json.dumps(tfparse.load_from_path(copy, vars_paths=["terraform.tfvars"])))
