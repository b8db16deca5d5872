"""The architecture as the source files have it: imports, classes, Textual's private names, docstrings.

Every rule is a function of the parsed modules that returns its breaches, one line each, so that a test can
give it made-up modules as well as the repository's. All imports count: those for types' sake and those inside
functions, too. What import-linter can say stands in pyproject.toml; here stands what it can't.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

PACKAGES = ("annotations", "tui")
EXTENSION = "tui.textual_ext"
"""The package that may use private names of Textual."""


@dataclass(frozen=True)
class Module:
    """A parsed module; `package` says that it is the `__init__` of one."""

    tree: ast.Module
    package: bool = False


Modules = Mapping[str, Module]
"""Parsed modules by their dotted names."""


def read(root: Path) -> dict[str, Module]:
    """Parse the program's modules."""
    modules = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            tree = ast.parse(path.read_text(encoding="utf-8"))
            modules[name.removesuffix(".__init__")] = Module(tree, path.name == "__init__.py")
    return modules


def made_up(sources: Mapping[str, str]) -> dict[str, Module]:
    """Parse modules that a test makes up: dotted name and source."""
    return {name: Module(ast.parse(source)) for name, source in sources.items()}


def imports(name: str, modules: Modules) -> set[str]:
    """Return the modules of the program that a module imports, anywhere and for whatever purpose.

    A module's own packages are left out: their `__init__` runs before it in any case.
    """
    targets: set[str] = set()
    for node in ast.walk(modules[name].tree):
        if isinstance(node, ast.Import):
            targets.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _origin(node, name, modules)
            targets.add(base)
            targets.update(f"{base}.{alias.name}" for alias in node.names)
    return {
        target
        for target in targets
        if target in modules
        and target != name
        and not (modules[target].package and name.startswith(f"{target}."))
    }


def _origin(node: ast.ImportFrom, name: str, modules: Modules) -> str:
    """Return the dotted name that a `from` import is from, with its leading dots resolved."""
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    parts = parts[: len(parts) - node.level + modules[name].package]
    return ".".join([*parts, *([node.module] if node.module else [])])


def circles(modules: Modules) -> list[str]:
    """Return the circles of imports, each as its modules (strongly connected components, after Tarjan)."""
    graph = {name: imports(name, modules) for name in modules}
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    components: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        stack.append(name)
        for target in sorted(graph[name]):
            if target not in order:
                visit(target)
                lowest[name] = min(lowest[name], lowest[target])
            elif target in stack:
                lowest[name] = min(lowest[name], order[target])
        if lowest[name] == order[name]:
            at = stack.index(name)
            component, stack[at:] = stack[at:], []
            if len(component) > 1:
                components.append(sorted(component))

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 10 * len(modules) + 1000))
    try:
        for name in modules:
            if name not in order:
                visit(name)
    finally:
        sys.setrecursionlimit(before)
    return [" - ".join(component) for component in components]


@dataclass(frozen=True)
class OwnClass:
    """A class of the program.

    Attributes:
        own: its bases that are classes of the program, as `module.Class`.
        foreign: its other bases, as dotted names.
    """

    node: ast.ClassDef
    module: str
    own: tuple[str, ...]
    foreign: tuple[str, ...]


def own_classes(modules: Modules) -> dict[str, OwnClass]:
    """Return every class of the program, nested ones too, by `module.Class`."""
    defined = {
        f"{name}.{node.name}": (name, node)
        for name, module in modules.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    names = {name: _bound_names(name, modules) for name in modules}
    classes = {}
    for key, (name, node) in defined.items():
        bases = [_dotted(base, names[name]) for base in node.bases]
        own = [_own(base, name, defined, names) for base in bases]
        classes[key] = OwnClass(
            node,
            name,
            tuple(base for base in own if base),
            tuple(base for base, known in zip(bases, own, strict=True) if not known),
        )
    return classes


def _bound_names(name: str, modules: Modules) -> dict[str, str]:
    """Return what each name that a module imports stands for."""
    bound = {}
    for node in ast.walk(modules[name].tree):
        if isinstance(node, ast.Import):
            bound.update({alias.asname or alias.name: alias.name for alias in node.names})
        elif isinstance(node, ast.ImportFrom):
            base = _origin(node, name, modules)
            bound.update({alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names})
    return bound


def _dotted(expression: ast.expr, bound: Mapping[str, str]) -> str:
    """Return the dotted name of a base class, its type arguments left out."""
    if isinstance(expression, ast.Subscript):
        return _dotted(expression.value, bound)
    first, dot, rest = ast.unparse(expression).partition(".")
    return f"{bound.get(first, first)}{dot}{rest}"


def _own(
    base: str, module: str, defined: Mapping[str, object], names: Mapping[str, Mapping[str, str]]
) -> str:
    """Return `module.Class` of a base of the program, through a package that hands it on; else nothing."""
    for candidate in (base, f"{module}.{base}"):
        if candidate in defined:
            return candidate
    package, _, last = base.rpartition(".")
    handed_on = names.get(package, {}).get(last, "")
    return _own(handed_on, package, defined, names) if handed_on else ""


def _ancestors(key: str, classes: Mapping[str, OwnClass]) -> set[str]:
    """Return all own ancestors of a class."""
    ancestors: set[str] = set()
    for base in classes[key].own:
        ancestors |= {base} | _ancestors(base, classes)
    return ancestors


def _foreign_ancestors(key: str, classes: Mapping[str, OwnClass]) -> set[str]:
    """Return the dotted names of the foreign classes that a class descends from, through own ones too."""
    return {base for name in {key} | _ancestors(key, classes) for base in classes[name].foreign}


def _is_excused(key: str, classes: Mapping[str, OwnClass]) -> bool:
    """Say whether a class is an exception or a Protocol: their trees say what is caught or expected."""
    return any(
        base.rpartition(".")[2] == "Protocol" or _is_exception(base)
        for base in _foreign_ancestors(key, classes)
    )


def _is_exception(base: str) -> bool:
    last = base.rpartition(".")[2]
    known = getattr(builtins, last, None)
    if isinstance(known, type):
        return issubclass(known, BaseException)
    return last.endswith(("Error", "Exception"))


def cut_up_by_inheritance(modules: Modules) -> list[str]:
    """Return the classes with more than one own ancestor, exceptions and Protocols aside."""
    classes = own_classes(modules)
    breaches = []
    for key in classes:
        ancestors = {name for name in _ancestors(key, classes) if not _is_excused(name, classes)}
        if len(ancestors) > 1 and not _is_excused(key, classes):
            breaches.append(f"{key} descends from {', '.join(sorted(ancestors))}")
    return breaches


def with_one_subclass(modules: Modules) -> list[str]:
    """Return the own base classes with exactly one subclass, exceptions and Protocols aside.

    A class of `textual_ext` may have one: it extends Textual's by private names, which stand nowhere else.
    """
    classes = own_classes(modules)
    subclasses: dict[str, list[str]] = defaultdict(list)
    for key, own_class in classes.items():
        for base in own_class.own:
            subclasses[base].append(key)
    return [
        f"{base} has but the subclass {keys[0]}"
        for base, keys in subclasses.items()
        if len(keys) == 1 and not _is_excused(base, classes) and not _may_be_private(classes[base].module)
    ]


def template_methods(modules: Modules) -> list[str]:
    """Return the places that raise NotImplementedError: what a subclass must bring is to be passed in."""
    return [
        f"{name}:{node.lineno}"
        for name, module in modules.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise) and node.exc and "NotImplementedError" in ast.unparse(node.exc)
    ]


def private_names_of_textual(modules: Modules) -> list[str]:
    """Return the uses of Textual's private names outside the package that may.

    Counted are imports of private modules and names of Textual; accesses to and definitions of a private name
    on `self` or `cls` in a class that inherits it from Textual; and accesses on any other object to a private
    name that a class of Textual has and this module doesn't define itself.
    """
    classes = own_classes(modules)
    everywhere = _all_private_names()
    breaches = []
    for name, module in modules.items():
        if _may_be_private(name):
            continue
        breaches += [f"{name}:{line} imports {what}" for line, what in _private_imports(module.tree)]
        defined = _private_definitions(module.tree)
        inherited = {
            key: _inherited_private_names(_foreign_ancestors(key, classes))
            for key, own_class in classes.items()
            if own_class.module == name
        }
        for key, names in inherited.items():
            node = classes[key].node
            breaches += [
                f"{name}:{line} {node.name} has or reads {attribute}, which is Textual's"
                for line, attribute in sorted(_of_self(node))
                if attribute in names
            ]
        breaches += [
            f"{name}:{line} reads {attribute}, which is Textual's"
            for line, attribute in _of_others(module.tree)
            if attribute in everywhere and attribute not in defined
        ]
    return breaches


def _may_be_private(module: str) -> bool:
    """Say whether a module may use Textual's private names."""
    return module == EXTENSION or module.startswith(f"{EXTENSION}.")


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def _private_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of each import of something private in Textual."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("textual.") and any(_is_private(part) for part in name.split(".")):
                yield node.lineno, name


def _private_definitions(tree: ast.AST) -> set[str]:
    """Return the private names that functions, classes and assignments of a tree define."""
    defined = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.attr if isinstance(node, ast.Attribute) else node.id)
    return {name for name in defined if _is_private(name)}


def _of_self(node: ast.ClassDef) -> set[tuple[int, str]]:
    """Return line and name of every private attribute that a class defines, or that it reads of itself."""
    names = set()
    for part in node.body:
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add((part.lineno, part.name))
        elif isinstance(part, ast.Assign | ast.AnnAssign):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            names.update((part.lineno, target.id) for target in targets if isinstance(target, ast.Name))
    for access in ast.walk(node):
        if isinstance(access, ast.Attribute) and isinstance(access.value, ast.Name | ast.Call):
            owner = access.value if isinstance(access.value, ast.Name) else access.value.func
            if isinstance(owner, ast.Name) and owner.id in {"self", "cls", "super"}:
                names.add((access.lineno, access.attr))
    return {(line, name) for line, name in names if _is_private(name)}


def _of_others(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of each private attribute that is read of something else than `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_private(node.attr):
            owner = ast.unparse(node.value)
            if owner not in {"self", "cls", "super()"}:
                yield node.lineno, node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"getattr", "setattr", "hasattr"}:
            name = node.args[1]
            if isinstance(name, ast.Constant) and _is_private(str(name.value)):
                yield node.lineno, str(name.value)


def _inherited_private_names(foreign: set[str]) -> set[str]:
    """Return the private names that classes of Textual, given by their dotted names, have or inherit."""
    names: set[str] = set()
    for dotted in foreign:
        module, _, attribute = dotted.rpartition(".")
        if module.partition(".")[0] == "textual":
            for ancestor in getattr(import_module(module), attribute).__mro__:
                if ancestor.__module__.partition(".")[0] == "textual":
                    names |= _private_names_of(ancestor)
    return names


@cache
def _private_names_of(of: type) -> frozenset[str]:
    """Return the private names that a class of Textual defines itself, on it or on its instances."""
    names = set(vars(of))
    source = inspect.getsource(of)
    for node in ast.walk(ast.parse(inspect.cleandoc(f"\n{source}") if source[0].isspace() else source)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
    return frozenset(name for name in names if _is_private(name))


@cache
def _all_private_names() -> frozenset[str]:
    """Return every private name that a class anywhere in Textual defines."""
    import textual

    names: set[str] = set()
    for path in Path(textual.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names |= _private_definitions(node)
    return frozenset(names)


def empty_names(modules: Modules) -> list[str]:
    """Return the variables and parameters called `one` or `found`, which says nothing of what they hold."""
    breaches = []
    for name, module in modules.items():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                bound = node.id
            elif isinstance(node, ast.arg):
                bound = node.arg
            else:
                continue
            if bound in {"one", "found"}:
                breaches.append(f"{name}:{node.lineno} {bound}")
    return breaches


QUESTIONS = ("What", "How", "Which", "Who", "Whose", "Why", "Whether")
"""First words of half a question: no sentence that says what a module, class or function is or does."""
EMPTY = ("What",)
"""First words that describe no value either. Others do: `Whether it is read-only.`"""


MOUNTING = "tui.textual_ext.mounting"
"""The module that puts widgets on a screen which stands."""


def mounted_otherwise(modules: Modules) -> list[str]:
    """Return the calls of a widget's `mount` outside of `MOUNTING`: Textual refuses them when one leaves."""
    return [
        f"{name}:{call.lineno}"
        for name, module in modules.items()
        if name != MOUNTING
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"mount", "mount_all"}
    ]


def questions_as_docstrings(modules: Modules) -> list[str]:
    """Return the docstrings that begin as a question does: with `QUESTIONS`, those of values with `EMPTY`."""
    return [
        f"{name}:{line} {text.splitlines()[0][:60]}"
        for name, module in modules.items()
        for line, text, of_value in docstrings(module.tree)
        if text.partition(" ")[0].rstrip(",:") in (EMPTY if of_value else QUESTIONS)
    ]


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Yield line and text of every docstring of a module, and whether it is that of a value.

    Values are attributes and variables, under which their docstrings stand, and properties.
    """
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        for number, part in enumerate(body if isinstance(body, list) else []):
            if (
                isinstance(part, ast.Expr)
                and isinstance(part.value, ast.Constant)
                and isinstance(part.value.value, str)
                and part.value.value.strip()
            ):
                decorators = [ast.unparse(decorator) for decorator in getattr(node, "decorator_list", [])]
                of_value = number > 0 or any(name.endswith("property") for name in decorators)
                yield part.lineno, part.value.value.strip(), of_value


def without_use_case(
    table: Mapping[str, tuple[str, str]], commands: Mapping[str, object], modules: Modules
) -> list[str]:
    """Return where a subcommand and the screen don't share the use case that a table says they share.

    Args:
        table: by subcommand the module of its use case, and the module or package of the screen that has the
            feature, too; empty where the screen hasn't.
        commands: all subcommands.
        modules: the program's.
    """
    breaches = [f"{command} is not in the table" for command in commands if command not in table]
    for command, (service, screen) in table.items():
        if service not in modules:
            breaches.append(f"{command}: there is no {service}")
            continue
        name = f"tui.commands.{command}"
        if not _calls(name if name in modules else f"{name}_", service, modules):  # `import` is Python's word
            breaches.append(f"the command {command} doesn't call {service}")
        if screen and not _calls(screen, service, modules):
            breaches.append(f"{screen} doesn't call {service}")
    return breaches


def _calls(front_end: str, service: str, modules: Modules) -> bool:
    """Say whether a module, one of a package, or what a command shares with others imports a use case."""
    parts = {name for name in modules if name == front_end or name.startswith(f"{front_end}.")}
    for part in list(parts):
        parts |= {name for name in imports(part, modules) if name.startswith("tui.commands.")}
    return any(service in imports(part, modules) for part in parts)
