"""What the documents say is so."""

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
