# SPDX-License-Identifier: MIT
"""Hooks that are refused when their flow is loaded: (name, text, rule…)."""

import json

_UNKNOWN = "unknown-name"
_SYNTAX = "lua-syntax"
_ASSIGNED = "assignment"
_LETTERS = "yaml-encoding"

TEXTS = [
    # bytecode
    ("load", "return load('return 1')()", _UNKNOWN),
    ("load-dump", "return load(string.dump(function() end))", _UNKNOWN),
    ("loadstring", "return loadstring('return 1')", _UNKNOWN),
    ("loadfile", "return loadfile('/etc/passwd')", _UNKNOWN),
    ("source-is-bytecode", "\x1bLua\x54\x00\x19", _LETTERS),
    ("source-is-escape", "\x1bLua", _LETTERS),
    # the world
    ("os", "return os.execute('true')", _UNKNOWN),
    ("io", "return io.open('/etc/passwd')", _UNKNOWN),
    ("package", "return package.loaded.io", _UNKNOWN),
    ("require", "return require('io')", _UNKNOWN),
    ("dofile", "dofile('/etc/passwd') return 1", _UNKNOWN),
    ("print", "print('x') return 1", _UNKNOWN),
    # the registry, and the hook that counts
    ("debug", "debug.sethook() return 1", _UNKNOWN),
    ("debug-registry", "return debug.getregistry()", _UNKNOWN),
    # metatables, finalizers
    ("getmetatable", "return getmetatable('').__index", _UNKNOWN),
    ("setmetatable", "return setmetatable({}, {__gc = error})", _UNKNOWN),
    ("rawset", "rawset(string, 'x', 1) return 1", _UNKNOWN),
    ("rawget", "return rawget(string, 'x')", _UNKNOWN),
    ("rawequal", "return rawequal(1, 1)", _UNKNOWN),
    ("rawlen", "return rawlen({})", _UNKNOWN),
    ("next", "return next({})", _UNKNOWN),
    ("xpcall", "return xpcall(error, error)", _UNKNOWN),
    ("newproxy", "return newproxy(true)", _UNKNOWN),
    ("warn", "warn('@on') return 1", _UNKNOWN),
    # coroutines, the collector
    ("coroutine", "return coroutine.wrap(error)()", _UNKNOWN),
    ("coroutine-loop", "while true do coroutine.wrap(error)() end return 1",
     _UNKNOWN),
    ("collectgarbage", "collectgarbage('stop') return 1", _UNKNOWN),
    # members that were left out
    ("string-dump", "return string.dump", _UNKNOWN),
    ("string-pack", "return string.pack('s', 'x')", _UNKNOWN),
    ("string-unpack", "return string.unpack('s', 'x')", _UNKNOWN),
    ("table-move", "return table.move({}, 1, 1 << 50, 2)", _UNKNOWN),
    ("math-random", "return math.random()", _UNKNOWN),
    ("math-randomseed", "math.randomseed(1) return 1", _UNKNOWN),
    # environments
    ("_G", "return _G", _UNKNOWN),
    ("_ENV", "return _ENV", _UNKNOWN),
    ("env-key", "return _ENV['o' .. 's']", _UNKNOWN),
    ("env-poison", "_ENV.string = nil return 1", _UNKNOWN),
    ("env-replace", "local _ENV = {} x = 1 return x", _ASSIGNED),
    ("env-const", "local _ENV <const> = {} x = 1 return 1", _ASSIGNED),
    ("global", "x = 1 return x", _ASSIGNED),
    ("global-function", "function f() end return 1", _ASSIGNED),
    ("replace-pcall", "pcall = error return 1", _ASSIGNED),
    ("replace-table", "table = {} return 1", _ASSIGNED),
    # what a wrapper would be broken out of by
    ("two-chunks", "return 1 end) os.exit() (function()", _SYNTAX, _UNKNOWN),
    ("end-tail", "return 1 end", _SYNTAX),
    ("comment-tail", "return 1 --[[", _SYNTAX),
    ("string-tail", "return 'a", _SYNTAX),
    ("long-bracket", "return [==[ a ]=]", _SYNTAX),
    ("nul", "return 1\0os.exit()", _LETTERS),
    ("shebang", "#!/usr/bin/lua\nreturn 1", _SYNTAX, _UNKNOWN),
    ("attribute", "local x <nope> = 1 return x", _SYNTAX),
    ("goto", "goto nowhere return 1", _SYNTAX),
    ("break", "break return 1", _SYNTAX),
    ("escape", "return '\\q'", _SYNTAX),
    ("escape-unicode", "return '\\u{80000000}'", _SYNTAX),
]

# Repeated for as long as a hook may be. Those that open something are refused
# for that they never close it, or by Lua's bound on nesting.
_PARTS = ["(", "{", "a[", "- ", "not ", "f(", "#", "function() return ",
          "if a then ", "do ", "repeat ", "a.", "local a "]


def bombs():
    for part in _PARTS:
        text = "local a, f = 1 return " + part * (65000 // len(part))
        yield "nested " + part.strip(), text, _SYNTAX, _UNKNOWN
    yield ("parentheses", "return " + "(" * 5000 + "1" + ")" * 5000, _SYNTAX)
    yield ("locals", "".join(f"local a{i} = {i} " for i in range(300)) +
           "return 1", _SYNTAX)
    yield ("upvalues", "".join(f"local a{i} " for i in range(150)) +
           "return function() return " +
           " + ".join(f"a{i}" for i in range(150)) + " end")
    yield ("concatenation", "return ''" + " .. 'x'" * 9000)
    yield ("sum", "return 0" + " + 1" * 16000)
    yield ("power", "return 2" + " ^ 2" * 10000, _SYNTAX)
    yield ("constructor", "return {" + "1," * 32000 + "}")
    yield ("constants", "return {" +
           ",".join(f"'{i}'" for i in range(8000)) + "}")
    yield ("labels", "".join(f"::a{i}:: " for i in range(6000)) + "return 1")
    yield ("arguments", "return tostring(" + "1," * 30000 + "1)", _SYNTAX)
    yield ("names", "return " + "a" * 64000, _UNKNOWN)
    yield ("comment", "--[" + "=" * 64000 + "[\nreturn 1", _SYNTAX)
    yield ("text", "return '" + "\\\\" * 32000 + "'")
    yield ("number", "return 0x" + "f" * 60000)
    yield ("functions", "return 1 " + "+ (function() return 1 end)()" * 2000)
    yield ("too-long", "return 1 --" + "x" * 65536, _SYNTAX, "yaml-limit")


def flow(text):
    """A flow that has this text as a hook; every character of it escaped."""
    return ("tier1: 1\nid: x\ntitle: X\nsteps:\n  s:\n    run: " +
            json.dumps(text) + "\n    save: result\n    next: done\n"
            "  done: {resolve: Done.}\n")
