"""Hidden prompts on a real terminal."""

import os
import signal
import termios

import pytest

from conftest import PASSWORD


def echoes(terminal):
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def test_a_password_is_asked_for_twice_and_not_shown(bare, talk):
    chat = talk(bare, "init", "--email", "ada@example.org")
    shown = chat.expect("Password: ")
    assert not echoes(chat.terminal)
    chat.type(PASSWORD + "\n")
    shown += chat.expect("Again: ")
    chat.type(PASSWORD + "\n")
    status, rest = chat.finish()
    assert status == 0, rest
    assert PASSWORD not in shown + rest
    assert echoes(chat.terminal)
    assert len(bare.run("user", "list", "--json").json) == 1


def test_two_different_passwords_change_nothing(bare, talk):
    chat = talk(bare, "init", "--email", "ada@example.org")
    chat.expect("Password: ")
    chat.type(PASSWORD + "\n")
    chat.expect("Again: ")
    chat.type("something else\n")
    status, rest = chat.finish()
    assert status == 1 and "the two passwords differ" in rest
    assert not bare.database.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_at_the_prompt_puts_the_terminal_back(bare, talk, number):
    chat = talk(bare, "init", "--email", "ada@example.org")
    chat.expect("Password: ")
    assert not echoes(chat.terminal)
    chat.kill(number)
    assert chat.finish()[0] == -number
    assert echoes(chat.terminal)
    assert not bare.database.exists()


def test_ctrl_c_at_the_prompt_ends_it(bare, talk):
    chat = talk(bare, "init", "--email", "ada@example.org")
    chat.expect("Password: ")
    chat.type("half a pass\x03")
    assert chat.finish()[0] == -signal.SIGINT
    assert echoes(chat.terminal)


def test_end_of_input_at_the_prompt_is_no_password(bare, talk):
    chat = talk(bare, "init", "--email", "ada@example.org")
    chat.expect("Password: ")
    chat.type("\x04")
    status, rest = chat.finish()
    assert status == 1 and "no password was typed" in rest


def test_stopping_at_the_prompt_puts_the_terminal_back_and_asks_again(bare, talk):
    chat = talk(bare, "init", "--email", "ada@example.org")
    chat.expect("Password: ")
    # The child leads its own session, whose stop signals the kernel ignores from the keyboard; SIGSTOP's cousin
    # SIGTSTP sent by hand is dropped too, so the prompt just comes again.
    chat.kill(signal.SIGTSTP)
    chat.expect("Password: ")
    chat.type(PASSWORD + "\n")
    chat.expect("Again: ")
    chat.type(PASSWORD + "\n")
    assert chat.finish()[0] == 0


def test_end_of_input_at_a_question_means_no(house, talk):
    house.add_token()
    chat = talk(house, "token", "delete", "-n", "laptop", "-u", "ada")
    chat.expect("[y/N] ")
    chat.type("\x04")
    status, rest = chat.finish()
    assert status == 1 and rest.splitlines() == ["", "postern: nothing was changed."]
    assert len(house.run("token", "list", "-u", "ada", "--json").json) == 1


def test_an_application_is_made_public_only_when_the_answer_is_yes(house, talk):
    made = house.add_application()
    for answer, left in (("n", 1), ("y", 0)):
        chat = talk(house, "app", "edit", made["client_id"], "--public")
        assert f"The secret …{made['client_secret'][-4:]} stops working at once." in chat.expect("[y/N] ")
        chat.type(answer + "\n")
        assert chat.finish()[0] == 1 - (answer == "y")
        assert len(house.run("app", "show", made["client_id"], "--json").json["secrets"]) == left


def test_a_token_to_delete_is_read_hidden(house, talk):
    token = house.add_token()
    chat = talk(house, "token", "delete", "--token")
    shown = chat.expect("Token: ")
    chat.type(token + "\n")
    shown += chat.expect("[y/N] ")
    assert 'the token "laptop" of ada' in shown
    assert token not in shown
    chat.type("yes\n")
    assert chat.finish()[0] == 0
    assert house.run("token", "list", "-u", "ada", "--json").json == []
