"""The library product: what the documents tell those who build on it."""

import json
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
SECONDS = 600
# What belongs to the language and the system.
COMMON = {"FoundationEssentials", "Glibc", "Swift", "Synchronization"}
# A package as the document has it.
OUTSIDE = """// swift-tools-version: 6.2
import PackageDescription

let postern: [Target.Dependency] = [.product(name: "PosternGuards", package: "postern")]
let package = Package(
  name: "outside",
  dependencies: [.package(name: "postern", path: %s)],
  targets: [
    .executableTarget(name: "Whole", dependencies: postern),
    .executableTarget(name: "InProcess", dependencies: postern),
  ])
"""
IMPORT = re.compile(r"(?m)^import (\w+)$")


def run(*words, **options):
    done = subprocess.run([*map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def put(file, text):
    """Writes a file, unless it says so already: what has not changed is not built again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


@pytest.fixture(scope="module")
def package():
    """What the package says of itself."""
    return json.loads(run("swift", "package", "dump-package"))


@pytest.fixture(scope="module")
def programs():
    """The programs of the document."""
    programs = re.findall(r"(?s)```swift\n(import .*?)```", (ROOT / "docs" / "guards.md").read_text())
    assert len(programs) == 2
    return programs


def offered(package):
    (product,) = [each for each in package["products"] if each["name"] == "PosternGuards"]
    return set(product["targets"])


def test_the_product_offers_whatever_the_documents_import(package, programs):
    for program in programs:
        assert set(IMPORT.findall(program)) - COMMON <= offered(package)


def test_the_examples_are_built_on_nothing_but_the_product(package):
    sources = [*(ROOT / "Examples").rglob("*.swift")]
    used = {name for source in sources for name in IMPORT.findall(source.read_text())}
    assert len(used) > 5
    assert used - COMMON - {"ExampleSupport"} <= offered(package)


def test_nothing_keeps_others_from_asking_for_a_version(package):
    """A package with unsafe flags can be used by path, branch or revision alone."""
    for target in package["targets"]:
        assert not any("unsafeFlags" in setting["kind"] for setting in target["settings"]), target["name"]


def test_the_programs_of_the_document_are_built_by_a_package_of_their_own(programs):
    # In a place that stays, as only the first build takes its time.
    folder = ROOT / ".build" / "outside"
    for name, program in zip(("Whole", "InProcess"), programs):
        put(folder / "Sources" / name / "main.swift", program)
    put(folder / "Package.swift", OUTSIDE % json.dumps(str(ROOT)))
    run("swift", "build", "--package-path", folder)
    for name in ("Whole", "InProcess"):
        assert (folder / ".build" / "debug" / name).exists()
