"""Who may import whom, where import-linter cannot say it: its contracts in pyproject.toml name what is forbidden."""

import sys

import grimp


def test_schemas_need_pydantic_and_nothing_else() -> None:
    """The contract can be taken into any program that has pydantic."""
    graph = grimp.build_graph("schemas", include_external_packages=True)
    imported = {
        target.partition(".")[0]
        for module in graph.modules
        if module.partition(".")[0] == "schemas"
        for target in graph.find_modules_directly_imported_by(module)
    }
    assert "pydantic" in imported
    assert imported - {"schemas", "pydantic"} <= sys.stdlib_module_names
