"""``rasd people``: the accounts of the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rasd.cli.options import dataset_of, in_workspace, needed

if TYPE_CHECKING:
    from rasd.review.people import Person

# As in rasd.review.people, which needs the extra "desk".
ROLES = ("viewer", "coder", "reviewer", "manager", "admin")


@click.group()
def people() -> None:
    """Who may use the desk, and as what.

    Once there is an account, everybody has to log in. A password is asked for on the terminal, or read from standard
    input; it is never an argument. Every change is signed in the custody log.

    \b
    rasd people add ann --role admin
    rasd people role ann reviewer
    rasd people list
    """


@people.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="viewer", show_default=True, help="What the account may do.")
@in_workspace
def add(name: str, role: str, folder: Path | None) -> None:
    """Make an account.

    \b
    rasd people add ann --role admin
    pass show rasd/omar | rasd people add omar --role reviewer
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
    password = _password()
    with dataset.store.writing() as connection:
        one = accounts.add(connection, name, role, password)
    click.echo(f"{one.name} is {one.role}.")


@people.command(name="list")
@in_workspace
def all_of_them(folder: Path | None) -> None:
    """All accounts: role, second factor, whether they are disabled.

    \b
    rasd people list
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
    with dataset.store.reading() as connection:
        found = accounts.people(connection)
    if not found:
        click.echo("There are no accounts: the desk is for whoever sits at this machine.")
    for one in found:
        click.echo(_line(one))


@people.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@in_workspace
def role(name: str, role: str, folder: Path | None) -> None:
    """Give an account another role; it holds from the next click on.

    \b
    rasd people role omar manager
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
    with dataset.store.writing() as connection:
        one = accounts.set_role(connection, name, role)
    click.echo(f"{one.name} is {one.role}.")


@people.command()
@click.argument("name")
@in_workspace
def password(name: str, folder: Path | None) -> None:
    """Give an account another password; wherever it is logged in, it is logged out.

    \b
    rasd people password omar
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
    with dataset.store.reading() as connection:
        accounts.person_of(connection, name)
    told = _password()
    with dataset.store.writing() as connection:
        one = accounts.set_password(connection, name, told)
    click.echo(f"{one.name} has another password.")


@people.command()
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let it in again.")
@in_workspace
def disable(name: str, undo: bool, folder: Path | None) -> None:
    """Shut an account out. What it signed stays; its sessions end and its tokens are revoked.

    \b
    rasd people disable omar
    rasd people disable omar --undo
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
    with dataset.store.writing() as connection:
        one = accounts.set_disabled(connection, name, not undo)
    click.echo(f"{one.name} is {'disabled' if one.is_disabled else one.role}.")


@people.command()
@click.argument("name")
@click.option("--off", is_flag=True, required=True, help="Ask for no code any more: the phone is lost.")
@in_workspace
def totp(name: str, off: bool, folder: Path | None) -> None:
    """Turn the second factor of an account off. It is set up in the browser, by its owner.

    \b
    rasd people totp omar --off
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
    with dataset.store.writing() as connection:
        one = accounts.turn_off_totp(connection, name)
    click.echo(f"{one.name} logs in with the password alone.")


@people.command()
@click.argument("name", required=False)
@click.option("--end", is_flag=True, help="End them: of this account, or without a NAME of everybody.")
@in_workspace
def sessions(name: str | None, end: bool, folder: Path | None) -> None:
    """Who is logged in, since when, last seen when, and from where.

    \b
    rasd people sessions
    rasd people sessions omar --end
    """
    dataset = dataset_of(folder)
    with needed():
        from rasd.review import people as accounts
        from rasd.review import sessions as logins
    with dataset.store.writing() as connection:
        who = accounts.person_of(connection, name).name if name else None
        if end:
            number = logins.end(connection, who) if who else logins.end_all(connection)
            click.echo(f"{number} ended.")
            return
        found = logins.sessions_of(connection, who)
    for one in found:
        click.echo(f"{one.name}  {one.made_at}  {one.seen_at}  {one.address}  {_printable(one.browser)}")


def _line(one: Person) -> str:
    more = ["second factor"] if one.has_totp else []
    more += ["disabled"] if one.is_disabled else []
    return "  ".join([one.name, one.role, f"since {one.made_at}", *more])


def _printable(text: str) -> str:
    """What a browser says of itself, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _password() -> str:
    """A password, asked for twice on a terminal, or the first line of standard input."""
    if sys.stdin.isatty():
        told: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return told
    return sys.stdin.readline().rstrip("\r\n")
