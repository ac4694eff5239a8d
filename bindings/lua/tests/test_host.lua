-- SPDX-License-Identifier: MIT
-- Host functions: at once, later, failing; and the engine's other callbacks.
package.path = (arg[0]:match("^(.*[/\\])") or "./") .. "?.lua;" .. package.path
local check = require "check"
local tier1 = require "tier1"
local equal, case = check.equal, check.case

local HOSTED = [[
tier1: 1
id: hosted
title: Asks the host
steps:
  look:
    run: host.look(3, "x", {a = {1, 2.5}}, nil)
    timeout: 5s
    on_error: sorry
    on_timeout: late
    next: show
  show:
    resolve: "It says {{look}}."
  sorry:
    escalate: It failed.
  late:
    escalate: It was late.
]]

local function desk(options)
    local self = {now = 1767603600000}
    options = options or {}
    options.clock = options.clock or function() return self.now end
    options.random = options.random or function(n) return ("\7"):rep(n) end
    self.engine = assert(tier1.engine(options))
    self.library = check.load(self.engine, HOSTED)
    function self.walk(f)
        self.engine:host("look", f)
        return assert(self.engine:start(self.library))
    end
    return self
end

case("at once", function()
    local d, got = desk(), nil
    local session = d.walk(function(call, ...)
        got = {call = call, n = select("#", ...), ...}
        return "all well"
    end)
    equal(session:outcome().text, "It says all well.")
    equal(session:variable("look"), "all well")
    equal(got.call.name, "look")
    equal(math.type(got.call.token), "integer")
    equal(got.n, 4)
    equal(got[1], 3)
    equal(got[2], "x")
    equal(got[3].a[2], 2.5)
    equal(got[4], nil)
end)

case("results keep their types", function()
    local d = desk()
    local function result(value)
        return d.walk(function() return value end):variable("look")
    end
    equal(result(7), 7)
    equal(result(0.25), 0.25)
    equal(result(false), false)
    equal(result({1, {b = 2}})[2].b, 2)
    equal(d.walk(function() end):variable("look"), nil)
end)

case("names", function()
    local d = desk()
    d.engine:host("look", nil)
    equal(d.engine:start(d.library):outcome().step, "sorry")
    d.engine:host("*", function(call) return call.name end)
    equal(d.engine:start(d.library):variable("look"), "look")
    equal(d.walk(function() return "own" end):variable("look"), "own")
    d.engine:host("look", nil)
    equal(d.engine:start(d.library):variable("look"), "look")
    d.engine:host("*", nil)
    equal(d.engine:start(d.library):outcome().step, "sorry")
    check.raises("no name of Lua", d.engine.host, d.engine, "a b", print)
    check.raises("NUL", d.engine.host, d.engine, "a\0b", print)
    check.raises("function expected", d.engine.host, d.engine, "a", 1)
    equal(desk({hosts = {look = function() return "given" end}}).engine
              :start(d.library):variable("look"), "given")
    check.raises("'hosts' has functions", tier1.engine, {hosts = {look = 1}})
end)

case("errors are errors of the hook", function()
    local d = desk()
    local function packet(f)
        local session = d.walk(f)
        equal(session:outcome().step, "sorry")
        return session:packet()
    end
    check.holds(packet(function() error("the line is busy", 0) end),
                "the line is busy")
    check.holds(packet(function() error("with a place") end), "with a place")
    check.holds(packet(function() return nil, "it is out" end), "it is out")
    check.holds(packet(function()
        error(setmetatable({}, {__tostring = function() return "mine" end}))
    end), "mine")
    packet(function() error() end)
    packet(function() error({}) end)
    packet(function() error("\xff") end)
    packet(function()
        error(setmetatable({}, {__tostring = function() error("twice") end}))
    end)
    packet(function() return setmetatable({}, {__name = 1}).x.y end)
    check.holds(packet(function() return print end), "a function is no value")
    check.holds(packet(function() return "a\0b" end), "NUL inside")
    check.holds(packet(function() return 1 / 0 end), "infinite")
    check.holds(packet(function() coroutine.yield() end), "yield")
    local function deeper() return 1 + deeper() end
    check.holds(packet(deeper), "stack overflow")
    equal(d.walk(function() return tier1.timeout end):outcome().step, "late")
    check.raises("not enough memory", d.walk, function()
        error("not enough memory", 0)
    end)
    equal(d.walk(function() return "well" end):variable("look"), "well")
end)

case("later", function()
    local d, token = desk(), nil
    local function later(call)
        token = call.token
        return tier1.later
    end
    local session = d.walk(later)
    equal(session:state(), "wait")
    local wait = session:view().wait
    equal(wait.kind, "host")
    equal(wait.name, "look")
    equal(wait.token, token)
    equal(wait.args[2], "x")
    equal(wait.deadline, d.now + 5000)
    equal(session:tick(), "wait")
    check.refused("notfound", session:complete(token + 1, 1))
    equal(session:complete(token, "now"), "done")
    equal(session:outcome().text, "It says now.")
    check.refused("notfound", session:complete(token, "twice"))

    session = d.walk(later)
    equal(session:fail(token, "no answer"), "done")
    equal(session:outcome().step, "sorry")
    check.holds(session:packet(), "no answer")
    session = d.walk(later)
    equal(session:timeout(token), "done")
    equal(session:outcome().step, "late")
    session = d.walk(later)
    d.now = session:view().wait.deadline
    equal(session:tick(), "done")
    equal(session:outcome().step, "late")
    session = d.walk(later)
    check.raises("is no value", session.complete, session, token, print)
    check.refused("invalid", session:complete(token, "a\0b"))
    equal(session:complete(token), "done")
    equal(session:variable("look"), nil)
end)

case("nothing goes back in", function()
    local d, session = desk(), nil
    local other = assert(d.engine:start(check.load(d.engine, check.lamp)))
    local said = {}
    local function try(f, ...)
        local ok, err = pcall(f, ...)
        said[#said + 1] = ok and "no error" or err
    end
    session = d.walk(function(call)
        try(other.answer, other, "yes")
        try(other.back, other)
        try(other.answer, other, {1})
        try(d.engine.start, d.engine, d.library)
        try(d.engine.load, d.engine, "x")
        try(d.engine.host, d.engine, "x", print)
        try(other.snapshot, other)
        try(other.what_if, other)
        try(d.engine.replay, d.engine, d.library, "{}")
        -- but looking is allowed, and JSON, and other engines
        said.step = other:view().step
        said.json = d.engine:to_json({1})
        said.mine = tier1.engine():start(d.library):state()
        other:close()
        return "done"
    end)
    equal(#said, 9)
    for i = 1, 9 do
        check.holds(said[i], "the engine is at work")
    end
    equal(said.step, "plugged")
    equal(said.json, "[1]")
    equal(said.mine, "done")
    equal(session:variable("look"), "done")
    check.raises("is closed", other.view, other)
end)

case("closed and collected while tier1 is at work", function()
    local d = desk()
    local session
    local lamp = check.load(d.engine, check.lamp)
    for _ = 1, 20 do
        d.engine:start(lamp)
    end
    session = d.walk(function()
        collectgarbage()
        d.library:close()
        d.engine:close()
        lamp:close()
        collectgarbage()
        return "still here"
    end)
    equal(session:outcome().text, "It says still here.")
    equal(session:flow().id, "hosted")
    check.raises("is closed", d.engine.start, d.engine, d.library)
end)

case("functions outlive the engine", function()
    local session, token, calls = nil, nil, 0
    do
        local d = desk()
        session = d.walk(function(call)
            token, calls = call.token, calls + 1
            return tier1.later
        end)
        d.engine:close()
        d.engine, d.library = nil, nil
    end
    collectgarbage()
    collectgarbage()
    equal(session:complete(token, "still here"), "done")
    equal(session:outcome().text, "It says still here.")
    equal(calls, 1)
end)

case("in a coroutine", function()
    local d = desk()
    local threads = {}
    local walk = coroutine.wrap(function()
        local session = d.walk(function()
            threads[#threads + 1] = coroutine.running()
            coroutine.wrap(function()
                threads[#threads + 1] = coroutine.running()
            end)()
            return "from within"
        end)
        coroutine.yield(session:state())
        return session:variable("look"), coroutine.running()
    end)
    equal(walk(), "done")
    local said, thread = walk()
    equal(said, "from within")
    equal(threads[1], thread)
    assert(threads[2] ~= thread)
    -- a coroutine that has died leaves nothing behind
    coroutine.wrap(function()
        error(pcall(d.walk, function() error("x") end))
    end)
    collectgarbage()
    equal(d.walk(function() return "after" end):variable("look"), "after")
end)

case("clocks", function()
    local wrong
    local d = desk({clock = function()
        if wrong then error(wrong) end
        return 1767603600000
    end})
    local lamp = check.load(d.engine, check.lamp)
    local session = assert(d.engine:start(lamp))
    wrong = {"the clock stands still"}
    local ok, err = pcall(session.answer, session, "no")
    assert(not ok and err == wrong)
    wrong = nil
    equal(session:view().step, "plug") -- the answer was taken
    equal(session:answer("worked"), "done")
    equal(session:visits()[1].at, 1767603600000)
    for _, bad in ipairs {"soon", {}, true} do
        d = tier1.engine {clock = function() return bad end}
        check.raises("not milliseconds", d.start, d, lamp)
    end
    d = tier1.engine {clock = function() return 1767603600000.7 end}
    equal(d:start(lamp):visits()[1].at, 1767603600000)
    equal(tier1.engine {clock = false}:start(lamp):visits()[1].at, nil)
    local now = tier1.engine():start(lamp):visits()[1].at
    assert(math.abs(now / 1000 - os.time()) < 100)
    local ticks = 0
    d = tier1.engine {ticks = function() ticks = ticks + 1 return ticks end}
    d:host("look", function() return 1 end)
    assert(d:start(check.load(d, HOSTED)):outcome().text)
    assert(ticks > 0)
    check.raises("'clock' is a function or false", tier1.engine, {clock = 1})
end)

case("chance", function()
    local lamp = check.load(tier1.engine(), check.lamp)
    local function start(random)
        return tier1.engine({random = random, clock = function()
            return 1767603600000
        end}):start(lamp)
    end
    local function seven(n) return ("\7"):rep(n) end
    assert(start(nil):id() ~= start(nil):id())
    equal(start(seven):id(), start(seven):id())
    check.raises("no entropy", start, function() error("no entropy") end)
    check.raises("did not give", start, function() return "few" end)
    check.raises("", start, false) -- without an id
    equal(tier1.engine({random = false}):start(lamp, {id = "x"}):id(), "x")
end)

-- TIER1_WORKER names the program; else it is where the library looks for it,
-- or this library has none.
case("a worker", function()
    local program = os.getenv("TIER1_WORKER")
    local options = program and {program = program} or true
    local engine, err = tier1.engine {worker = options}
    if not engine and not program then
        check.refused("notfound", engine, err)
        print("not run: this library has no worker")
        return
    end
    local d = desk({worker = options})
    equal(d.walk(function(_, a) return a end):variable("look"), 3)
    d = tier1.engine {worker = options, caps = {hook_ms = 100}}
    local session = d:start(check.load(d, [[
tier1: 1
id: w
title: W
steps:
  a: {run: "(function() while true do end end)()", on_error: late, next: b}
  b: {resolve: "It ended?"}
  late: {resolve: Late.}
]]))
    equal(session:outcome().text, "Late.")
    check.refused("notfound", tier1.engine {worker = {program = "/none"}})
    check.raises("no option 'porgram'", tier1.engine, {worker = {porgram = 1}})
    check.raises("whole number", tier1.engine, {worker = {memory = 0.5}})
    check.raises("table expected", tier1.engine, {worker = "yes"})
end)

check.run()
