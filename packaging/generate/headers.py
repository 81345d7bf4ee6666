"""Reads the public C headers into a small model and refuses what the grammar of the interface forbids.

The grammar is small on purpose, so that a person, a wrapper generator and this file read a header the same way: opaque handles, plain
structs that start with struct_size, functions of scalars and pointers. Everything else is a HeaderError that names file, line and rule.
"""

import re
from dataclasses import dataclass
from pathlib import Path

SCALARS = {"int64_t", "int32_t", "double"}
NULLABLE = "NULLABLE_MARK"
FORBIDDEN = {
    "unsigned": "unsigned numbers are truncated or boxed by other languages; use int64_t",
    "signed": "plain C number types differ between machines; use int64_t",
    "size_t": "use int64_t",
    "bool": "use int32_t or int64_t",
    "_Bool": "use int32_t or int64_t",
    "enum": "the size of a C enum is the compiler's choice; constants belong into the catalogue",
    "union": "unions can't be described to every language",
    "float": "use double",
    "long": "use int64_t",
    "short": "use int32_t",
    "int": "use int32_t or int64_t",
    "inline": "headers hold declarations only",
    "static": "headers hold declarations only",
    "uint64_t": "unsigned numbers are truncated or boxed by other languages; use int64_t",
    "uint32_t": "unsigned numbers are truncated or boxed by other languages; use int32_t",
    "uint16_t": "use int32_t",
    "uint8_t": "use char for bytes",
}


class HeaderError(Exception):
    """A header breaks the grammar; the message names file, line and rule."""


@dataclass(frozen=True)
class Type:
    name: str  # "int64_t", "char", "backstay_policy", "void"
    pointers: int = 0
    const: bool = False


@dataclass(frozen=True)
class Parameter:
    name: str
    type: Type
    nullable: bool = False


@dataclass(frozen=True)
class Function:
    name: str
    returns: Type
    parameters: tuple[Parameter, ...]
    comment: str
    since: int
    header: str
    line: int


@dataclass(frozen=True)
class Field:
    name: str
    type: Type
    length: int = 0  # of an array, else 0


@dataclass(frozen=True)
class Struct:
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Interface:
    functions: tuple[Function, ...]
    structs: tuple[Struct, ...]
    handles: tuple[str, ...]
    aliases: tuple[str, ...]  # typedefs of scalars, such as backstay_status

    def struct(self, name: str) -> Struct | None:
        return next((struct for struct in self.structs if struct.name == name), None)


@dataclass(frozen=True)
class Token:
    text: str
    line: int


def read(folder: Path) -> Interface:
    """The interface of all headers of a folder, in the order of their names."""
    functions: list[Function] = []
    structs: list[Struct] = []
    handles: list[str] = []
    aliases: list[str] = []
    for path in sorted(folder.glob("*.h")):
        parser = _Parser(path.name, path.read_text(encoding="utf-8"))
        parser.parse()
        functions += parser.functions
        structs += parser.structs
        handles += parser.handles
        aliases += parser.aliases
    interface = Interface(tuple(functions), tuple(structs), tuple(handles), tuple(aliases))
    _check_types(interface)
    return interface


def parse(text: str, name: str = "sample.h") -> Interface:
    """The interface of one header's text; types of other headers are not looked for."""
    parser = _Parser(name, text)
    parser.parse()
    return Interface(tuple(parser.functions), tuple(parser.structs), tuple(parser.handles), tuple(parser.aliases))


class _Parser:
    def __init__(self, header: str, text: str) -> None:
        self.header = header
        self.functions: list[Function] = []
        self.structs: list[Struct] = []
        self.handles: list[str] = []
        self.aliases: list[str] = []
        self._comments: dict[int, str] = {}  # last line of a comment -> its text
        self._tokens = self._tokenize(self._blank_preprocessor(self._blank_comments(text)))
        self._at = 0

    def _fail(self, line: int, rule: str) -> HeaderError:
        return HeaderError(f"{self.header}:{line}: {rule}")

    def _blank_comments(self, text: str) -> str:
        """Replaces comments by blank lines and the mark of nullable parameters by a token."""
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"(?<!:)//", re.sub(r"/\*.*?\*/", "", line)):
                raise self._fail(number, "a C11 header uses /* */ comments")

        def blank(match: re.Match[str]) -> str:
            body = match.group(0)
            if body[2:-2].strip() == "nullable":
                return f" {NULLABLE} "
            last = text.count("\n", 0, match.end()) + 1
            self._comments[last] = re.sub(r"\s*\n \* ?", " ", body[2:-2]).strip()
            return "\n" * body.count("\n")

        return re.sub(r"/\*.*?\*/", blank, text, flags=re.DOTALL)

    def _blank_preprocessor(self, text: str) -> str:
        text = re.sub(
            r"#ifdef __cplusplus\n.*?#endif", lambda match: "\n" * match.group(0).count("\n"), text, flags=re.DOTALL
        )
        lines = text.split("\n")
        continued = False
        for index, line in enumerate(lines):
            if continued or line.lstrip().startswith("#"):
                self._check_macro(line, index + 1)
                continued = line.endswith("\\")
                lines[index] = ""
        return "\n".join(lines)

    def _check_macro(self, line: str, number: int) -> None:
        define = re.match(r"\s*#\s*define\s+(\w+)", line)
        if define and not define.group(1).startswith("BACKSTAY_"):
            raise self._fail(number, f"the macro {define.group(1)} must start with BACKSTAY_")

    def _tokenize(self, text: str) -> list[Token]:
        tokens = []
        for number, line in enumerate(text.split("\n"), 1):
            for word in re.findall(r"\w+|\.\.\.|[^\s\w]", line):
                if word in FORBIDDEN:
                    raise self._fail(number, f"{word} is not allowed in a public header: {FORBIDDEN[word]}")
                if word == "...":
                    raise self._fail(number, "variadic functions can't be called from every language")
                tokens.append(Token(word, number))
        return tokens

    def _peek(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _line(self) -> int:
        return self._tokens[min(self._at, len(self._tokens) - 1)].line if self._tokens else 1

    def _next(self) -> str:
        if self._at == len(self._tokens):
            raise self._fail(self._line(), "the header ends in the middle of a declaration")
        self._at += 1
        return self._tokens[self._at - 1].text

    def _expect(self, text: str, rule: str = "") -> None:
        line, found = self._line(), self._next()
        if found != text:
            raise self._fail(line, rule or f"expected '{text}', found '{found}'")

    def _name(self) -> str:
        line, name = self._line(), self._next()
        if name == "(":
            raise self._fail(line, "function pointers are not allowed: the core never calls back")
        if not re.fullmatch(r"[a-z]\w*", name):
            raise self._fail(line, f"expected a name, found '{name}'")
        return name

    def parse(self) -> None:
        while self._at < len(self._tokens):
            if self._peek() == "typedef":
                self._typedef()
            elif self._peek() == "BACKSTAY_API":
                self._function()
            else:
                raise self._fail(
                    self._line(), f"'{self._peek()}': a header holds typedefs and BACKSTAY_API functions only"
                )

    def _typedef(self) -> None:
        line = self._line()
        self._expect("typedef")
        if self._peek() != "struct":
            base = self._next()
            if base not in SCALARS:
                raise self._fail(line, f"typedef of {base}: only of {', '.join(sorted(SCALARS))}")
            self.aliases.append(self._backstay_name(line))
            self._expect(";")
            return
        self._expect("struct")
        tag = self._backstay_name(line)
        fields = self._fields(tag) if self._peek() == "{" else None
        if self._backstay_name(line) != tag:
            raise self._fail(line, f"struct {tag} must be typedef'd to its own name")
        self._expect(";")
        if fields is None:
            self.handles.append(tag)
        else:
            self.structs.append(Struct(tag, fields))

    def _backstay_name(self, line: int) -> str:
        name = self._name()
        if not name.startswith("backstay_"):
            raise self._fail(line, f"{name} must start with backstay_")
        return name

    def _fields(self, struct: str) -> tuple[Field, ...]:
        self._expect("{")
        fields: list[Field] = []
        while self._peek() != "}":
            line = self._line()
            kind = self._type()
            name, length = self._name(), 0
            if self._peek() == ":":
                raise self._fail(line, f"{struct}.{name}: bit fields are not allowed")
            if self._peek() == "[":
                self._next()
                length = int(self._next())
                self._expect("]")
            self._expect(";")
            if kind.pointers == 0 and not (kind.name in SCALARS or (kind.name == "char" and length)):
                raise self._fail(line, f"{struct}.{name}: a field is a scalar, a pointer or an array of char")
            fields.append(Field(name, kind, length))
        self._expect("}")
        if not fields or fields[0] != Field("struct_size", Type("int64_t")):
            raise self._fail(self._line(), f"{struct} must start with int64_t struct_size")
        return tuple(fields)

    def _type(self) -> Type:
        const = self._peek() == "const"
        if const:
            self._next()
        name, pointers = self._name(), 0
        while self._peek() == "*":
            self._next()
            pointers += 1
        return Type(name, pointers, const)

    def _function(self) -> None:
        line = self._line()
        self._expect("BACKSTAY_API")
        returns = self._type()
        name = self._backstay_name(line)
        self._expect("(", f"{name}: only functions are declared with BACKSTAY_API")
        parameters = self._parameters(name, line)
        self._expect(";", f"{name}: a header holds declarations only")
        comment = self._comments.get(line - 1, "")
        since = re.search(r"Since (\d+)\.$", comment)
        if not since:
            raise self._fail(line, f"{name}: the comment right above must end with 'Since <ABI version>.'")
        function = Function(name, returns, parameters, comment, int(since.group(1)), self.header, line)
        self._check_function(function)
        self.functions.append(function)

    def _parameters(self, function: str, line: int) -> tuple[Parameter, ...]:
        parameters: list[Parameter] = []
        if self._peek() == "void" and self._tokens[self._at + 1 : self._at + 2] == [Token(")", self._line())]:
            self._at += 2
            return ()
        if self._peek() == ")":
            raise self._fail(line, f"{function}: write (void) for no parameters")
        while True:
            kind, name = self._type(), self._name()
            nullable = self._peek() == NULLABLE
            if nullable:
                self._next()
            if kind == Type("void"):
                raise self._fail(line, f"{function}: void is no parameter type")
            if kind == Type("backstay_error", 1):
                nullable = True
            parameters.append(Parameter(name, kind, nullable))
            if self._peek() != ",":
                break
            self._next()
        self._expect(")", f"{function}: expected ')' after {parameters[-1].name}")
        return tuple(parameters)

    def _check_function(self, function: Function) -> None:
        where, last = function.line, function.parameters[-1:] and function.parameters[-1]
        for index, parameter in enumerate(function.parameters):
            self._check_value(parameter.type, f"{function.name}, parameter {parameter.name}", where)
            if parameter.type == Type("char", 1, const=True):
                following = function.parameters[index + 1 : index + 2]
                if not following or following[0] != Parameter(f"{parameter.name}_length", Type("int64_t")):
                    raise self._fail(
                        where,
                        f"{function.name}: text {parameter.name} needs int64_t {parameter.name}_length right after it",
                    )
            if parameter.type.name == "backstay_error" and index != len(function.parameters) - 1:
                raise self._fail(where, f"{function.name}: the error comes last")
        if function.returns != Type("void"):
            self._check_value(function.returns, f"{function.name}, result", where)
        if function.returns == Type("backstay_status") and not (last and last.type == Type("backstay_error", 1)):
            raise self._fail(where, f"{function.name} returns a status, so its last parameter is backstay_error *error")

    def _check_value(self, kind: Type, what: str, line: int) -> None:
        if kind.pointers == 0 and kind.name not in SCALARS and kind.name != "backstay_status":
            raise self._fail(
                line, f"{what}: {kind.name} by value; only int64_t, int32_t, double and pointers are passed"
            )
        if kind.pointers > 2 or (kind.pointers and kind.name == "void"):
            raise self._fail(line, f"{what}: no pointer of this kind")


def _check_types(interface: Interface) -> None:
    """Every type that is named is declared in one of the headers."""
    known = SCALARS | {
        "char",
        "void",
        *interface.handles,
        *interface.aliases,
        *(struct.name for struct in interface.structs),
    }
    for function in interface.functions:
        for kind in (function.returns, *(parameter.type for parameter in function.parameters)):
            if kind.name not in known:
                raise HeaderError(
                    f"{function.header}:{function.line}: {function.name} names the unknown type {kind.name}"
                )
    for struct in interface.structs:
        for field in struct.fields:
            if field.type.name not in known:
                raise HeaderError(f"struct {struct.name} names the unknown type {field.type.name}")
    names = [function.name for function in interface.functions]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise HeaderError(f"declared twice: {', '.join(sorted(twice))}")
