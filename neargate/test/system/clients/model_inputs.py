# Inputs that keep to a service model of botocore, made up from a seed.
import datetime
import random
import re

try:
    from re import _parser as regex_parser
except ImportError:
    import sre_parse as regex_parser

# The models' expressions are Java's.
JAVA_CLASSES = {
    r"\p{L}": "a-zA-Z", r"\p{M}": "", r"\p{N}": "0-9", r"\p{P}": ".", r"\p{S}": "+", r"\p{Z}": " ",
    r"\p{Alnum}": "a-zA-Z0-9", r"\p{Alpha}": "a-zA-Z", r"\p{Blank}": " ", r"\p{Graph}": "!-~", r"\p{Print}": " -~",
}  # fmt: skip

# Members that boto3 itself makes something of: where to send a request, its length and checksums.
LEFT_OUT = ["ChecksumAlgorithm", "ContentLength", "EndpointId"]


class Unmakeable(Exception):
    """Nothing was found that fits a shape."""


class Maker:
    def __init__(self, seed, only_required):
        self.random = random.Random(seed)
        self.only_required = only_required

    def structure(self, shape, depth=0, location=None):
        made = {}
        for name, member in shape.members.items():
            is_required = name in shape.required_members
            if not is_required and (
                name in LEFT_OUT or self.only_required or depth > 3 or self.random.random() < 0.4
            ):
                continue
            try:
                made[name] = self.value(member, depth + 1, location or member.serialization.get("location"), name)
            except Unmakeable:
                if is_required:
                    raise
        if not made and depth > 0:
            # A form cannot say that a structure is there but empty.
            made = self.one_of(shape, depth, location)
        # Of a union exactly one member is given.
        return dict([self.random.choice(list(made.items()))]) if made and getattr(shape, "is_tagged_union", False) else made

    def one_of(self, shape, depth, location):
        for name, member in shape.members.items():
            try:
                return {name: self.value(member, depth + 1, location, name)}
            except Unmakeable:
                continue
        if shape.members:
            raise Unmakeable(shape.name)
        return {}

    def value(self, shape, depth, location=None, name=""):
        kind = shape.type_name
        limits = shape.metadata
        if depth > 12:
            raise Unmakeable(shape.name)
        if kind == "structure":
            return self.structure(shape, depth, location)
        if kind == "list":
            return [self.value(shape.member, depth + 1, location) for _ in range(self.size(limits, 1, 2))]
        if kind == "map":
            count = self.size(limits, 1, 2)
            made = {}
            for _ in range(20 * max(count, 1)):
                if len(made) >= count:
                    break
                made[self.value(shape.key, depth + 1, location)] = self.value(shape.value, depth + 1, location)
            if len(made) < count:
                raise Unmakeable(shape.name)
            return made
        if kind == "string":
            return self.string(shape, location, name)
        if kind == "blob":
            return bytes(self.size(limits, 1, 8))
        if kind in ("integer", "long"):
            low = limits.get("min", 0)
            return self.random.randint(int(low), int(limits.get("max", max(low, 0) + 50)))
        if kind in ("float", "double"):
            return float(limits.get("min", 1))
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "timestamp":
            return datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
        raise Unmakeable(shape.name)

    def size(self, limits, low, most):
        low = max(low, int(limits.get("min", 0)))
        return self.random.randint(low, max(low, min(int(limits.get("max", most)), most)))

    def string(self, shape, location, name):
        if getattr(shape, "enum", None):
            return self.random.choice(shape.enum)
        if name == "Bucket" and location == "uri":
            return self.random.choice(["present", "absent"])
        low = max(int(shape.metadata.get("min", 0)), 1)
        high = int(shape.metadata.get("max", 2048))
        pattern = shape.metadata.get("pattern")
        if pattern is None:
            length = min(low + self.random.randint(0, 8), high)
            return "".join(self.random.choice("abcdefghij0123456789") for _ in range(length))
        pattern = python_pattern(pattern)
        try:
            tree = regex_parser.parse(pattern)
            compiled = re.compile(f"(?:{pattern})")
        except (re.error, OverflowError):
            raise Unmakeable(shape.name) from None
        for attempt in range(80):
            text = self.match(tree, attempt)
            # Headers and paths carry no blanks at their ends.
            if low <= len(text) <= high and compiled.fullmatch(text) and text == text.strip() and text.isascii():
                return text
        raise Unmakeable(shape.name)

    def match(self, tree, extra):
        return "".join(self.token(name, argument, extra) for name, argument in tree)

    def token(self, name, argument, extra):
        name = str(name)
        if name == "LITERAL":
            return chr(argument)
        if name == "NOT_LITERAL":
            return "a" if argument != ord("a") else "b"
        if name == "ANY":
            return self.random.choice("abc019")
        if name == "IN":
            return self.character(argument)
        if name == "BRANCH":
            return self.match(self.random.choice(argument[1]), extra)
        if name == "SUBPATTERN":
            return self.match(argument[3], extra)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, repeated = argument
            most = min(int(most), int(least) + extra)
            return "".join(self.match(repeated, extra) for _ in range(self.random.randint(int(least), most)))
        return ""

    def character(self, choices):
        if str(choices[0][0]) == "NEGATE":
            return self.random.choice("abcxyz019_")
        for _ in range(40):
            name, argument = self.random.choice(choices)
            name = str(name)
            if name == "LITERAL":
                character = chr(argument)
            elif name == "RANGE":
                character = chr(self.random.randint(argument[0], min(argument[1], max(argument[0], 0x7E))))
            else:
                character = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "w"}.get(str(argument), "a")
            if "!" <= character <= "~":
                break
        return character


def python_pattern(pattern):
    """Java's classes spelled out, in brackets where they stand outside of any."""
    # A range of pairs of surrogates is one of characters.
    pattern = pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
    translated, in_brackets, position = "", False, 0
    while position < len(pattern):
        java = next((name for name in JAVA_CLASSES if pattern.startswith(name, position)), None)
        if java is not None:
            members = JAVA_CLASSES[java]
            translated += members if in_brackets else f"[{members or 'a'}]"
            position += len(java)
            continue
        if pattern[position] == "\\":
            translated += pattern[position : position + 2]
            position += 2
            continue
        in_brackets = {"[": True, "]": False}.get(pattern[position], in_brackets)
        translated += pattern[position]
        position += 1
    return translated
