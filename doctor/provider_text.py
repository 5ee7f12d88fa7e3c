"""From a provider of the pool to its table of a stage file, with a comment on all that was guessed."""

import tomlkit
from coordinator.providers.catalogue import CATALOGUE
from tomlkit.items import Comment, Table

from doctor import tokens
from doctor.guessing import Guess
from doctor.pool import LiveProvider


def provider_table(provider: LiveProvider, guess: Guess) -> Table:
    """Return the table; what is not known a comment asks for."""
    table, row = tomlkit.table(), CATALOGUE[guess.profile]
    for line in guess.why:
        table.add(comment(line))
    if guess.instead:
        table.add(comment(f'profile = "{guess.instead}"'))
    table.add("profile", guess.profile)
    wanted = {key for alternatives in row.needs for key in alternatives}
    known = {"issuer": provider.issuer} if row.discovers or "issuer" in wanted else {}
    if row.discovers or "client_id" in wanted:
        known["client_id"] = provider.client_id
    # What is not printable the stage file refuses, and TOML's readers do not agree about.
    given = {key: value for key, value in known.items() if value and value.isprintable()}
    for key, value in given.items():
        table.add(key, value)
    for alternatives in row.needs:
        if not given.keys() & set(alternatives):
            table.add(comment(f"Fill in {' or '.join(alternatives)}: the profile needs it."))
    token = tokens.wanted(row)
    if token:
        _hint(table, provider, token, takes_post=row.takes_post)
    return table


def _hint(table: Table, provider: LiveProvider, token: str, *, takes_post: bool) -> None:
    custom = [name for name in provider.mapping if name.startswith("custom:") and name.isprintable()]
    attribute = next((name for name in custom if provider.mapping[name] == token), None)
    if attribute:
        table.add("hint", f"claim:{attribute}")
        if takes_post:
            table.add(comment("So that the hint lies in a form, and in no URL that logs keep:"))
            table.add(comment('method = "POST"'))
        return
    called = tokens.in_words(token)
    table.add(comment(f"No custom attribute holds its {called}: map {token} to one (2,048 characters, mutable),"))
    table.add(comment('and say hint = "claim:custom:…"'))


def comment(text: str) -> Comment:
    """Return a comment on one line: what stands in a pool may hold anything."""
    return tomlkit.comment("".join(mark if mark.isprintable() else " " for mark in text))
