"""The command that shows stories."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from services.cli.app import EXIT_NOTHING, ApiUrl, AsJson, app
from services.cli.asking import asked, fail
from services.cli.printing import isolated, print_json, print_table, table_of

if TYPE_CHECKING:
    from rich.table import Table


@app.command(
    epilog="Examples: khabar stories --language ur   khabar stories 1f0c…",
    rich_help_panel="Ask",
)
def stories(
    story: Annotated[str | None, typer.Argument(help="Only this one: its id, or that of an article in it.")] = None,
    language: Annotated[str | None, typer.Option(help="Only with an article in this language, such as ur.")] = None,
    source: Annotated[str | None, typer.Option(help="Only with an article of this publisher, by its slug.")] = None,
    since: Annotated[str | None, typer.Option(help="Only whose newest article came at or after this time.")] = None,
    until: Annotated[str | None, typer.Option(help="Only whose newest article came before this time.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most stories.")] = 20,
    api: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """List stories that several articles tell, or show one.

    Those that an article was added to last come first. One story is shown with its articles, and why they were matched.
    """
    if story:
        return _show(asked(api, f"/stories/{quote(story, safe='')}", "members"), as_json)
    filters = {"language": language, "source": source, "since": since, "until": until}
    answer = asked(api, "/stories", "items", limit=limit, **filters)
    if as_json:
        print_json(answer)
    elif answer["items"]:
        print_table(_stories(answer["items"]), f"the newest {limit}; there are more" if answer["next"] else None)
    if not answer["items"]:
        fail("there are no such stories", EXIT_NOTHING)
    return None


def _show(story: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        return print_json(story)
    print_table(_members(story["members"]), None)
    return print_table(_pairs(story["pairs"]), None)


def _stories(found: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("articles", "alike", "languages", "newest", "story")
    for one in found:
        story = Text.assemble((isolated(one["title"] or "(no title)"), "bold"), "\n", one["story_id"])
        table.add_row(str(one["size"]), ", ".join(one["kinds"]), ", ".join(one["languages"]), one["last"], story)
    return table


def _members(members: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("language", "published", "source", "article")
    for one in members:
        article = Text.assemble((isolated(one["title"] or "(no title)"), "bold"), "\n", one["article_id"])
        table.add_row(one["language"], one["published_at"] or "", one["source"]["slug"], article)
    return table


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> "Table":
    from rich.text import Text

    table = table_of("alike", "similar", "contained", "articles and what both have")
    for one in pairs:
        told = Text.assemble("\n".join(one["articles"]))
        for phrase in one["phrases"] or ():
            told.append(f"\n{isolated(phrase)}", style="dim")
        table.add_row(one["kind"], f"{one['similarity']:.0%}", f"{one['containment']:.0%}", told)
    return table
