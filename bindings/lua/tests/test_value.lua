-- SPDX-License-Identifier: MIT
-- Values: what Lua has as tier1's, and back; what is no value.
package.path = (arg[0]:match("^(.*[/\\])") or "./") .. "?.lua;" .. package.path
local check = require "check"
local tier1 = require "tier1"
local equal, case = check.equal, check.case

local function json(value)
    return assert(tier1.engine():to_json(value))
end

case("scalars", function()
    equal(json(tier1.null), "null")
    equal(json(nil), "null")
    equal(json(true), "true")
    equal(json(math.mininteger), "-9223372036854775808")
    equal(json(0.1), "0.1")
    equal(json("a\nü"), '"a\\nü"')
    local engine = tier1.engine()
    equal(engine:from_json("9007199254740993"), 9007199254740993)
    equal(engine:from_json("0.5"), 0.5)
    equal(engine:from_json("2.5e1"), 25.0)
    equal(engine:from_json("null"), tier1.null)
    equal(engine:from_json("false"), false)
    equal(engine:from_json('"x"'), "x")
    equal(json(tostring(tier1.null) ~= nil), "true")
end)

case("lists", function()
    equal(json({1, "b", {true}}), '[1,"b",[true]]')
    equal(json({}), "[]")
    equal(json(tier1.list()), "[]")
    equal(json({1, tier1.null, 3}), "[1,null,3]")
    local list = tier1.engine():from_json("[[], {}, null]")
    equal(#list, 3)
    equal(list[3], tier1.null)
    equal(json(list), "[[],{},null]")
end)

case("maps", function()
    equal(json({b = 1, a = {c = 2}, C = 3}), '{"C":3,"a":{"c":2},"b":1}')
    equal(json(tier1.map()), "{}")
    equal(json(tier1.map({a = 1, b = 2, c = 3}, {"c", "a"})),
          '{"c":3,"a":1,"b":2}')
    equal(json(tier1.map({a = 1}, {"z", "a"})), '{"a":1}')
end)

case("maps keep their order", function()
    local text = '{"z":1,"a":[{"y":{},"b":null}],"m":2}'
    local map = tier1.engine():from_json(text)
    equal(json(map), text)
    local keys = {}
    for key in pairs(map) do
        keys[#keys + 1] = key
    end
    equal(table.concat(keys), "zam")
    map.b, map.a, map.aa = 5, nil, 6
    equal(json(map), '{"z":1,"m":2,"aa":6,"b":5}')
    keys = {}
    for key, value in pairs(map) do
        equal(value, map[key])
        keys[#keys + 1] = key
    end
    equal(#keys, 4)
end)

case("many keys", function()
    local map, want = {}, {}
    for i = 1, 500 do
        map[("k%03d"):format(i)] = i
        want[i] = ('"k%03d":%d'):format(i, i)
    end
    equal(json(map), "{" .. table.concat(want, ",") .. "}")
end)

case("what is no value", function()
    check.raises("a function is no value", json, print)
    check.raises("a thread is no value", json, {a = coroutine.create(print)})
    check.raises("no value", json, {{{io.stdout}}})
    check.raises("a hole", json, {1, nil, 3})
    check.raises("neither a list nor a map", json, {1, 2, a = 3})
    check.raises("neither a text nor", json, {[0.5] = 1})
    check.raises("neither a text nor", json, {[true] = 1})
    check.raises("__pairs", json, setmetatable({}, {__pairs = pairs}))
end)

case("what a text may not be", function()
    local engine = tier1.engine()
    check.refused("invalid", engine:to_json("a\0b"))
    check.refused("invalid", engine:to_json({["a\0b"] = 1}))
    check.refused("invalid", engine:to_json({"a", {"\xff"}}))
    check.refused("invalid", engine:to_json({["\xff"] = 1}))
    check.refused("invalid", engine:to_json(1 / 0))
    check.refused("invalid", engine:to_json(0 / 0))
    check.refused("invalid", engine:from_json("[1,"))
    check.refused("invalid", engine:from_json("[1]\0"))
end)

case("too deep", function()
    local engine = tier1.engine()
    local own = {}
    own[1] = own
    check.refused("limit", engine:to_json(own))
    local deep = 1
    for _ = 1, 40 do
        deep = {deep}
    end
    check.refused("limit", engine:to_json(deep))
    check.refused("limit", engine:from_json(("["):rep(99) .. ("]"):rep(99)))
    engine = tier1.engine {caps = {value_depth = 64}}
    equal(assert(engine:to_json(deep)), ("["):rep(40) .. "1" .. ("]"):rep(40))
end)

case("arguments", function()
    local engine = tier1.engine()
    check.raises("string expected", engine.from_json, engine)
    check.raises("value expected", engine.to_json, engine)
    check.raises("tier1.engine expected", engine.to_json, {}, 1)
    check.raises("table expected", tier1.list, 1)
    check.raises("texts", tier1.map, {}, {1})
    equal(engine:to_json({1, {2}}, true), "[\n  1,\n  [\n    2\n  ]\n]\n")
end)

check.run()
