-- SPDX-License-Identifier: MIT
-- All kinds of calls once, for memory.c, which lets memory run out in them.
local tier1 = require "tier1"

local FLOW = [[
tier1: 1
id: s
title: S
vars:
  floor: {type: integer, given: optional}
steps:
  a: {ask: "Floor {{floor}}?", type: yes_no, "yes": b, "no": b}
  b:
    form: Who?
    fields:
      caller: {label: Name, type: text}
    next: c
  c: {run: "host.look(caller, {x = {1, 2}})", save: seen, next: d}
  d: {run: "host.wait()", save: more, next: e}
  e: {escalate: "{{seen}} {{more}}"}
]]
local GL = "tier1: 1\ntranslates: s\nlanguage: gl\ntitle: Ese\n"
local BAD = FLOW:gsub("next: c", "next: cc")

local engine = assert(tier1.engine {
    clock = function() return 1767603600000 end,
    random = function(n) return ("x"):rep(n) end,
    caps = {flows = 4},
    hosts = {look = function(_, name) return {seen = name} end},
})
engine:host("wait", function() return tier1.later end)
local nothing, err = engine:load({{name = "bad.yaml", text = BAD}})
assert(not nothing and #tostring(err) > 10)
local library = assert(engine:load({{name = "s.yaml", text = FLOW}}, {
    list = function(_, id) return {id .. ".gl.yaml"} end,
    read = function() return GL end,
}))
assert(library:find("s"):translation("gl").title == "Ese")
library = assert(engine:read("s.t1c", library:compile()))
assert(#library:flows()[1]:variables() >= 2)
assert(#library:flows()[1]:translations() == 1)
local session = assert(engine:start(library, {
    owner = "kim", given = {floor = 2},
    custom = tier1.map({b = {1, 2}, a = "x"}, {"b", "a"}),
}))
assert(session:view().question.type == "yes_no")
assert(not session:answer("perhaps"))
assert(session:answer("yes"))
local copy = assert(session:what_if())
assert(copy:answer({caller = "Lee"}) == "wait")
assert(session:answer({caller = "Kim"}) == "wait")
assert(session:set_language("gl") == "wait" and session:language() == "gl")
assert(session:rest())
local bytes = assert(session:snapshot("key"))
local again = assert(engine:restore(library, bytes, "key"))
assert(again:state() == "wait")
again = assert(engine:replay(library, session:record()))
assert(session:complete(session:view().wait.token, {1, {y = 2}}) == "done")
assert(session:outcome().how == "escalated")
assert(#session:visits() == 5)
assert(engine:from_json(session:packet()).flow)
assert(again:revise("a", false))
assert(#again:changes() > 0)
assert(again:back())
assert(again:migrate(library))
assert(again:abandon())
local ok = pcall(tier1.engine {random = function() error("none") end}.start,
                 engine, library)
session:close()
return ok
