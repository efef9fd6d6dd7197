"""What the documents say is so."""

import json
import pathlib
import re

from test_cli_words import COMMANDS

DOCS = pathlib.Path(__file__).parents[2] / "docs"


def test_the_configuration_of_the_document_is_one_and_holds_every_key(bare):
    block = re.search(r"```json5\n(.*?)```", (DOCS / "configuration.md").read_text(), re.S).group(1)
    bare.config.write_text(block)
    listed = bare.run("scope", "list", "--json").json
    assert [scope["id"] for scope in listed] == ["user:email"]
    # A key that nobody knows makes the program tell all that it knows.
    bare.config.write_text("{ zzzzzzzzzzzz: 1 }")
    known = re.search(r"known here are ([^.]*)\.", bare.run("scope", "list").fails(1).err).group(1).split(", ")
    for key in known:
        assert re.search(rf"^  {key}:", block, re.M), key
    # Its commented example of a scope is one too.
    bare.config.write_text(block.replace("// { id:", "{ id:"))
    assert len(bare.run("scope", "list", "--json").json) == 2


def test_every_command_is_documented():
    text = (DOCS / "command-line.md").read_text()
    for command in COMMANDS:
        for word in command.split():
            assert word in text, command


def test_links_between_documents_lead_somewhere():
    for document in [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_picture_is_shown_in_a_document():
    documents = "".join(document.read_text() for document in [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")])
    for picture in (DOCS / "pictures").iterdir():
        assert f"pictures/{picture.name})" in documents, picture.name


def test_links_to_places_in_documents_lead_to_headings():
    for document in [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]:
        for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", document.read_text()):
            text = (document.parent / target if target else document).read_text()
            headings = re.findall(r"(?m)^#+ (.*)$", text)
            assert anchor in [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings], (document, anchor)


def test_what_the_server_takes_and_counts_is_documented(house, server):
    text = (DOCS / "server.md").read_text()
    options = set(re.findall(r"--[a-z-]+", house.run("serve", "--help").ok().out)) - {"--help", "--version"}
    names = set(re.findall(r"(?m)^# TYPE (\S+)", server.get("/metrics").text))
    assert len(options) > 5 and len(names) > 5
    for word in options | names:
        assert re.search(rf"`[^`]*{word}\b[^`]*`", text), word


def test_whom_to_wake_for_goes_by_numbers_that_there_are(server):
    names = set(re.findall(r"(?m)^# TYPE (\S+)", server.get("/metrics").text))
    named = set(re.findall(r"`(postern_\w+)`", (DOCS / "operate.md").read_text()))
    assert len(named) > 8 and named <= names, named - names


def test_what_the_manual_says_of_the_configuration_is_in_the_document_too(bare):
    written = bare.folder / "man"
    written.mkdir()
    bare.run("man", "--folder", written).ok()
    keys = re.findall(r"(?m)^\\fB(\w+)\\fR: ", (written / "postern.json5.5").read_text())
    block = re.search(r"```json5\n(.*?)```", (DOCS / "configuration.md").read_text(), re.S).group(1)
    assert sorted(keys) == sorted(re.findall(r"(?m)^  (\w+):", block))


def test_every_endpoint_is_documented():
    text = (DOCS / "protocol.md").read_text() + (DOCS / "server.md").read_text()
    paths = set(json.loads((DOCS / "openapi.json").read_text())["paths"]) - {"/style.css"}
    for path in paths:
        assert f"`{path}`" in text or f"GET {path}`" in text, path


def test_every_setting_of_the_examples_is_documented():
    text = (DOCS / "examples.md").read_text()
    names = set()
    for source in (DOCS.parent / "Examples").rglob("*.swift"):
        names.update(re.findall(r'Example\.(?:variable|required)\(\s*"(\w+)"', source.read_text()))
    assert len(names) > 5
    for name in names:
        assert f"`{name}`" in text, name
