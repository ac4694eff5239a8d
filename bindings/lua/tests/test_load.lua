-- SPDX-License-Identifier: MIT
-- Loading: from files, from memory with a reader, compiled; what is wrong.
package.path = (arg[0]:match("^(.*[/\\])") or "./") .. "?.lua;" .. package.path
local check = require "check"
local tier1 = require "tier1"
local equal, case = check.equal, check.case

local CALLER = [[
tier1: 1
id: caller
title: Calls another
steps:
  go:
    call: lamp
    next: done
  done:
    resolve: Done.
]]

case("a file", function()
    local library, found = assert(tier1.engine():load(check.folder .. "lamp.yaml"))
    equal(#library, 1)
    equal(#found, 0)
    local flow = library:flows()[1]
    equal(flow.id, "lamp")
    equal(flow.title, "A lamp that stays dark")
    equal(flow.step_count, 5)
    equal(#flow.fingerprint, 64)
    equal(flow.for_agent, true)
    equal(flow.summary, nil)
    equal(flow.nothing, nil)
    equal(flow:steps()[2], "plug")
    equal(library:find("lamp").id, "lamp")
    check.holds(check.refused("notfound", library:find("lump")).message, "lump")
end)

case("a folder", function()
    local folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
    for name, text in pairs {caller = CALLER, lamp = check.lamp} do
        local file = assert(io.open(folder .. "/" .. name .. ".yaml", "w"))
        file:write(text)
        file:close()
    end
    equal(#assert(tier1.engine():load(folder)), 2)
    equal(#assert(tier1.engine():load(folder .. "/caller.yaml")), 2)
    assert(os.execute("rm -r " .. folder))
    local err = check.refused("notfound", tier1.engine():load(folder))
    check.holds(tostring(err), folder)
    equal(#err.diagnostics, 0)
end)

case("from memory, with a reader", function()
    local asked = {}
    local library = assert(tier1.engine():load(
        {{name = "caller.yaml", text = CALLER}},
        {read = function(from, name)
            asked[#asked + 1] = from .. ">" .. name
            return check.lamp, "shelf/" .. name
        end}))
    equal(table.concat(asked, ";"), "caller.yaml>lamp.yaml")
    equal(#library, 2)
    equal(library:find("lamp").file, "shelf/lamp.yaml")
end)

case("a reader that has none, or fails", function()
    local engine = tier1.engine()
    local function load(read)
        return engine:load({{name = "caller.yaml", text = CALLER}},
                           {read = read})
    end
    check.refused("flow", load(function() end))
    check.refused("flow", load(function() return nil, "the shelf is shut" end))
    check.refused("flow", load(nil))
    check.raises("the shelf is locked", load, function()
        error("the shelf is locked")
    end)
    check.raises("a number, not a text", load, function() return 42 end)
    local own = setmetatable({}, {__tostring = function() return "mine" end})
    local ok, err = pcall(load, function() error(own) end)
    assert(not ok and err == own)
    check.raises("the engine is at work", load, function()
        return engine:load(check.folder .. "lamp.yaml")
    end)
    assert(load(function() return check.lamp end))
end)

case("diagnostics", function()
    local bad = check.lamp:gsub("next: bulb", "next: blub")
    local err = check.refused("flow", tier1.engine():load(
        {{name = "t.yaml", text = bad}}))
    local one = err.diagnostics[1]
    equal(one.severity, "error")
    equal(one.rule, "unknown-step")
    equal(one.file, "t.yaml")
    equal(one.line, 14)
    equal(one.column, 11)
    equal(one.end_line, 14)
    equal(one.end_column, 15)
    check.holds(one.hint, "bulb")
    check.holds(one.source, "next: blub")
    check.holds(one.explained, "next: blub\n")
    equal(tostring(err), one.text)
    equal(err.message, one.text)
    equal(err.status, -3)
    local two = bad:gsub("next: broken", "next: brocken")
    err = check.refused("flow", tier1.engine():load(
        {{name = "t.yaml", text = two}}))
    assert(#err.diagnostics > 1)
    equal(tostring(err):sub(1, #err.message), err.message)
    check.holds(tostring(err), "\n" .. err.diagnostics[2].text)
    assert(not pcall(assert, nil, err))
end)

case("warnings of a library that is good", function()
    local text = check.lamp .. "  alone: {resolve: Nobody comes here.}\n"
    local has_lint, library, found = pcall(
        tier1.engine().load, tier1.engine(),
        {{name = "t.yaml", text = text}}, {lint = true, words = {"dark"}})
    if not has_lint then
        return check.holds(library, "does not fit") -- a build without it
    end
    assert(library)
    local rules = {}
    for _, one in ipairs(found) do
        equal(one.severity, "warning")
        rules[one.rule] = true
    end
    assert(rules["unreachable-step"])
end)

case("translations", function()
    local asked = {}
    local function names(from, id)
        asked[#asked + 1] = from .. ">" .. id
        return {"lamp.gl.yaml"}
    end
    local function read(from, name)
        asked[#asked + 1] = name
        return check.lamp_gl
    end
    local engine = tier1.engine()
    local function load(list)
        return engine:load({{name = "lamp.yaml", text = check.lamp}},
                           {list = list, read = read})
    end
    local lamp = assert(load(names)):find("lamp")
    equal(table.concat(asked, ";"), "lamp.yaml>lamp;lamp.gl.yaml")
    local all = lamp:translations()
    equal(#all, 1)
    equal(all[1].language, "gl")
    equal(all[1].title, "Unha lámpada ás escuras")
    equal(all[1].summary, nil)
    equal(all[1].file, "lamp.gl.yaml")
    equal(#all[1].sha256, 64)
    equal(all[1].translated, 2)
    assert(all[1].texts > 2)
    equal(lamp:translation("gl-ES").language, "gl")
    equal(lamp:translation("de"), nil)
    equal(#tier1.translation_stamp("a"), 16)
    equal(tier1.translation_stamp("{{ a }}"), tier1.translation_stamp("{{a}}"))

    for _, none in ipairs {function() end, function() return {} end} do
        equal(#assert(load(none)):find("lamp"):translations(), 0)
    end
    check.raises("the shelf is locked", load, function()
        error("the shelf is locked")
    end)
    check.raises("not a table of names", load, function() return 7 end)
    check.raises("a name is a text", load, function() return {{}} end)
    check.raises("NUL", load, function() return {"a\0b"} end)
    check.raises("is a function, not a", load, "x")
end)

case("a reader that closes all", function()
    local engine = tier1.engine()
    local err = check.refused("flow", engine:load(
        {{name = "caller.yaml", text = CALLER}}, {read = function()
            engine:close()
            return nil
        end}))
    assert(#err.diagnostics > 0)
end)

case("compiled", function()
    local engine = tier1.engine()
    local library = check.load(engine, check.lamp)
    local bytes = library:compile()
    assert(tier1.is_compiled(bytes))
    assert(not tier1.is_compiled(check.lamp))
    local again = assert(engine:read("lamp.t1c", bytes))
    equal(again:flows()[1].fingerprint, library:flows()[1].fingerprint)
    equal(#assert(engine:load({{name = "lamp.t1c", text = bytes}})), 1)
    equal(again:compile(), bytes)
    check.refused("flow", engine:read("lamp.t1c", "no"))
    check.refused("flow", engine:read("lamp.t1c", bytes:sub(1, -2)))
end)

case("variables of a flow", function()
    local library = check.load(tier1.engine(), [[
tier1: 1
id: v
title: V
vars:
  floor: {type: integer, given: required, label: The floor}
  word: {type: text, sensitive: true}
steps:
  a: {ask: Well?, type: text, save: word, next: b}
  b: {resolve: "{{floor}}"}
]])
    local v = library:flows()[1]:variables()
    equal(v[1].name, "floor")
    equal(v[1].type, "integer")
    equal(v[1].label, "The floor")
    equal(v[1].given and v[1].required, true)
    equal(v[2].sensitive, true)
    equal(#v, 2)
end)

case("misuse", function()
    local engine = tier1.engine()
    check.raises("no option 'wrods'", engine.load, engine, "x", {wrods = {}})
    check.raises("string expected", engine.load, engine, nil)
    check.raises("a source is a table", engine.load, engine, {"x"})
    check.raises("a name and a text", engine.load, engine, {{name = "x"}})
    check.raises("'name' has a NUL", engine.load, engine,
                 {{name = "x\0", text = ""}})
    check.raises("is a function, not a", engine.load, engine, {}, {read = 1})
    check.raises("list of texts", engine.load, engine, "x", {words = {{}}})
    check.raises("NUL inside", engine.load, engine, "a\0b")
    check.raises("", engine.load, engine, {})
    check.raises("no option 'colck'", tier1.engine, {colck = print})
    check.raises("no cap 'size'", tier1.engine, {caps = {size = 1}})
    check.raises("a cap is a whole", tier1.engine, {caps = {flows = 0.5}})
    local library = check.load(tier1.engine {caps = {steps = 5}}, check.lamp)
    equal(#library, 1)
    check.refused("flow", tier1.engine {caps = {steps = 4}}:load(
        {{name = "t.yaml", text = check.lamp}}))
end)

case("the rules", function()
    local rules = tier1.rules()
    assert(#rules > 50)
    local found
    for _, rule in ipairs(rules) do
        found = found or rule.name == "unknown-step" and rule
    end
    equal(found.severity, "error")
    assert(#found.about > 10)
    assert(tier1.version:match("^%d+%.%d+%.%d+$"))
end)

check.run()
