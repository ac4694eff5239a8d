-- SPDX-License-Identifier: MIT
-- Sessions put away and taken up again, and moved to another version.
package.path = (arg[0]:match("^(.*[/\\])") or "./") .. "?.lua;" .. package.path
local check = require "check"
local tier1 = require "tier1"
local equal, case = check.equal, check.case

local function half()
    local engine = tier1.engine()
    local library = check.load(engine, check.lamp)
    local session = assert(engine:start(library, {id = "half"}))
    session:answer("no")
    return session, engine, library
end

case("a record", function()
    local session, engine, library = half()
    local record = session:record()
    equal(engine:from_json(record) ~= nil, true)
    local again = assert(engine:replay(library, record))
    equal(again:view().step, "plug")
    equal(again:record(), record)
    equal(again:answer("worked"), "done")
    session:answer("worked")
    equal(again:outcome().text, session:outcome().text)
    check.refused("invalid", engine:replay(library, "{}"))
    check.refused("invalid", engine:replay(library, ""))
    check.refused("invalid", engine:replay(library, record .. "\0"))
    check.raises("invalid option 'perhaps'", engine.replay, engine, library,
                 record, {policy = "perhaps"})
    check.raises("no option", engine.replay, engine, library, record, {x = 1})
end)

case("a snapshot", function()
    local session, engine, library = half()
    local bytes = session:snapshot()
    local again = assert(engine:restore(library, bytes))
    equal(again:view().step, "plug")
    equal(again:snapshot(), bytes)
    local about = tier1.look(bytes)
    equal(about.signed, false)
    equal(math.type(about.format), "integer")
    equal(library:flows()[1].fingerprint:sub(1, 16), about.fingerprint)
    check.refused("invalid", tier1.look("no"))
    check.refused("invalid", engine:restore(library, bytes:sub(1, -2)))
    check.refused("invalid", engine:restore(library, ""))
    local other = check.load(engine, (check.lamp:gsub("bulb in", "lamp in")))
    check.refused("replay", engine:restore(other, bytes))
end)

case("a signed snapshot", function()
    local session, engine, library = half()
    local key = "0123456789abcdef\0\1\xff456789abcdef"
    local bytes = session:snapshot(key)
    equal(tier1.look(bytes).signed, true)
    equal(assert(engine:restore(library, bytes, key)):view().step, "plug")
    check.refused("invalid", engine:restore(library, bytes))
    check.refused("invalid", engine:restore(library, bytes, "another key"))
    check.refused("invalid", engine:restore(library, session:snapshot(), key))
    check.raises("the key is empty", session.snapshot, session, "")
end)

case("a session that waits", function()
    local engine = tier1.engine()
    local text = [[
tier1: 1
id: w
title: W
steps:
  look: {run: "host.look()", save: seen, next: show}
  show: {resolve: "{{seen}}"}
]]
    local token
    engine:host("look", function(call)
        token = call.token
        return tier1.later
    end)
    local library = check.load(engine, text)
    local session = engine:start(library)
    local record, bytes = session:record(), session:snapshot()
    local again = engine:replay(library, record)
    equal(again:state(), "wait")
    equal(again:complete(token, "by record"), "done")
    again = engine:restore(library, bytes)
    equal(again:state(), "wait")
    equal(again:complete(token, "by snapshot"), "done")
    equal(again:outcome().text, "by snapshot")
    engine:host("look", function() return "at once" end)
    equal(engine:restore(library, bytes):outcome().text, "at once")
end)

case("another version", function()
    local session, engine = half()
    local new = check.lamp:gsub("Plug it in", "Put the plug in")
    local library = check.load(engine, new)
    local record = session:record()
    check.refused("replay", engine:replay(library, record))
    local moved = assert(engine:replay(library, record,
                                       {policy = "migrate", why = "mended"}))
    equal(moved:view().step, "plug")
    check.holds(moved:view().text, "Put the plug in")
    equal(session:migrate(library), "ask")
    check.holds(session:view().text, "Put the plug in")
    equal(session:changes()[1].fate, "kept")
    equal(session:flow().fingerprint, library:flows()[1].fingerprint)
    library:close()
    equal(session:flow().id, "lamp")
    library = check.load(engine, check.lamp)
    equal(session:migrate(library, {policy = "restart"}), "ask")
    equal(session:view().step, "plugged")
    check.raises("'migrate' or 'restart'", session.migrate, session, library,
                 {policy = "pin"})
    local other = check.load(engine, [[
tier1: 1
id: other
title: Other
steps:
  a: {resolve: Done.}
]])
    check.refused("notfound", session:migrate(other))
    session:abandon()
    check.refused("refused", session:migrate(library))
end)

check.run()
