-- SPDX-License-Identifier: MIT
-- Sessions: what they show, what is said to them, how they end.
package.path = (arg[0]:match("^(.*[/\\])") or "./") .. "?.lua;" .. package.path
local check = require "check"
local tier1 = require "tier1"
local equal, case = check.equal, check.case

local FULL = [[
tier1: 1
id: full
title: All that a view has
vars:
  floor: {type: integer, given: optional}
target_time: 2m
steps:
  intro:
    tell: "Floor {{floor}}."
    title: Welcome
    note: For agents.
    help: Read it.
    media: {file: lamp.png, alt: A lamp}
    kb: [KB-1, KB-2]
    next: kind
  kind:
    ask: Which lamp?
    phase: diagnose
    choices:
      desk: {label: Desk lamp, help: It stands.}
      floor_lamp: Floor lamp
    next: several
  several:
    ask: Which of these?
    type: multi
    choices:
      flickers: Flickers
      none: {label: None, exclusive: true}
    next: many
  many: {ask: How many?, type: integer, min: 1, max: 9, next: who}
  who:
    form: Who are you?
    fields:
      caller: {label: Name, type: text}
      age: {label: Age, type: integer, optional: true}
      secret: {label: Secret, type: text, sensitive: true, optional: true}
    next: sure
  sure: {ask: Sure?, type: yes_no, "yes": done, "no": many}
  done: {resolve: "{{caller}} has {{many}}."}
]]

local function start(text, options)
    local engine = tier1.engine()
    return assert(engine:start(check.load(engine, text or check.lamp), options))
end

case("a walk", function()
    local session = start()
    equal(session:state(), "ask")
    equal(session:view().text, "Is the lamp plugged in?")
    equal(session:answer("no"), "ask")
    equal(session:view().step, "plug")
    equal(session:answer("worked"), "done")
    local outcome = session:outcome()
    equal(outcome.how, "resolved")
    equal(outcome.text, "Let there be light.")
    equal(outcome.flow .. "/" .. outcome.step, "lamp/fixed")
    local visits = session:visits()
    equal(#visits, 3)
    equal(visits[1].step, "plugged")
    equal(visits[1].kind, "ask")
    equal(visits[1].answer, false)
    equal(visits[1].undone, false)
    equal(visits[2].answer, "worked")
    equal(visits[2].route, "worked")
    equal(visits[3].answer, nil)
end)

case("a view", function()
    local session = start(FULL, {given = {floor = 3}})
    local view = session:view()
    equal(view.state, "ask")
    equal(view.kind, "tell")
    equal(view.flow .. "/" .. view.step, "full/intro")
    equal(view.text, "Floor 3.")
    equal(view.title .. view.note .. view.help, "WelcomeFor agents.Read it.")
    equal(view.media[1].file .. view.media[1].alt, "lamp.pngA lamp")
    equal(#view.media, 1)
    equal(table.concat(view.kb, " "), "KB-1 KB-2")
    equal(view.question.type, "none")
    equal(#view.question.choices + #view.fields, 0)
    equal(view.steps_done, 0)
    assert(view.fewest_left >= 5 and view.most_left >= view.fewest_left)
    equal(view.target_seconds, 120)
    equal(view.can_back, false)
    equal(view.can_escalate, true)
    equal(view.wait, nil)
    equal(view.problem, nil)
    equal(view.language, "en")
    equal(session:answer(), "ask")
    view = session:view()
    equal(view.phase, "diagnose")
    equal(view.question.type, "choice")
    equal(view.question.choices[1].value, "desk")
    equal(view.question.choices[1].help, "It stands.")
    equal(view.question.choices[2].label, "Floor lamp")
    equal(view.question.choices[2].other, nil)
    equal(view.can_back, true)
    session:answer("Desk lamp")
    equal(session:view().question.choices[2].exclusive, true)
    session:answer({})
    equal(session:state(), "ask")
end)

case("answers of every type", function()
    local session = start(FULL, {given = {floor = 3}})
    session:answer("")
    equal(session:answer("desk"), "ask")
    equal(session:answer({"flickers"}), "ask")
    equal(session:visits()[3].answer[1], "flickers")
    equal(session:view().question.max, "9")
    local err = check.refused("answer", session:answer(12))
    equal(err.message, session:problem())
    equal(session:view().problem, err.message)
    equal(tostring(err), err.message)
    equal(err.status, -4)
    equal(session:answer(4), "ask")
    equal(session:problem(), "")
    local fields = session:view().fields
    equal(#fields, 3)
    equal(fields[2].name .. fields[2].label .. fields[2].type, "ageAgeinteger")
    equal(fields[2].optional, true)
    equal(fields[3].sensitive, true)
    check.refused("answer", session:answer({}))
    check.refused("answer", session:answer({caller = "Kim", age = "old"}))
    check.refused("invalid", session:answer({caller = "K\0m"}))
    check.refused("invalid", session:answer({caller = "\xff"}))
    equal(session:view().step, "who")
    equal(session:answer({caller = "Kim", age = 30, secret = "abcd"}), "ask")
    equal(session:variable("age"), 30)
    equal(session:variable("secret"), nil)
    equal(session:variable("nothing"), nil)
    equal(session:answer(true), "done")
    equal(session:outcome().text, "Kim has 4.")
end)

case("texts that are none", function()
    local session = start()
    check.holds(check.refused("invalid", session:answer("yes\0no")).message,
                "NUL")
    check.refused("answer", session:answer("\xff\xfe"))
    check.raises("is no value", session.answer, session, print)
    check.raises("is no value", session.answer, session, {{print}})
    check.raises("NUL", session.escalate, session, "a\0b")
    check.raises("NUL", session.variable, session, "a\0b")
    check.raises("'owner' has a NUL", start, nil, {owner = "a\0b"})
    equal(session:view().step, "plugged")
end)

case("options", function()
    local session = start(nil, {
        id = "s-1", audience = "customer", language = "en", channel = "chat",
        owner = "desk", requester = "Kim", submitter = "Lee",
        traceparent =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        external = {ticket = "T-9"}, problem = {words = "dark"},
        history = {{remedy = "kick", result = "failed"}},
        custom = tier1.map({b = 1, a = {2.5, false, tier1.null}}, {"b", "a"}),
    })
    equal(session:id(), "s-1")
    equal(session:view().note, nil)
    session:answer("no")
    session:answer("worked")
    local engine = tier1.engine()
    local packet = engine:from_json(session:packet("json"))
    check.holds(session:packet(), '"b": 1,\n    "a": [')
    equal(packet.custom.a[1], 2.5)
    equal(packet.custom.a[3], tier1.null)
    for _, word in ipairs {"s-1", "chat", "Kim", "Lee", "T-9", "kick", "dark"} do
        check.holds(session:packet(), word)
    end
    check.holds(session:packet("markdown"), "#")
    assert(session:packet("text") ~= session:packet("markdown"))
    assert(not session:packet("json", "customer"):find("T-9", 1, true))
    check.raises("invalid option 'xml'", session.packet, session, "xml")
    check.raises("invalid option", session.packet, session, "json", "boss")
    check.raises("no option 'langauge'", start, nil, {langauge = "en"})
    check.raises("'owner' is a text", start, nil, {owner = {}})
    check.raises("is no value", start, nil, {custom = {print}})
end)

case("what starts no session", function()
    local engine = tier1.engine()
    local library = check.load(engine, FULL)
    local function refused(code, options)
        return check.refused(code, engine:start(library, options)).message
    end
    check.holds(refused("answer", {given = {floor = "high"}}), "floor")
    check.holds(refused("answer", {given = {attic = 1}}), "attic")
    refused("invalid", {given = {floor = "1\0"}})
    refused("invalid", {given = {floor = 1}, custom = {a = 0 / 0}})
    check.raises("tier1.flow expected", engine.start, engine, {})
    check.raises("", engine.start, engine, library, {audience = "boss"})
    assert(engine:start(library:find("full")))
end)

case("back, and the end", function()
    local session = start()
    check.refused("refused", session:back())
    session:answer("no")
    equal(session:back(), "ask")
    equal(session:view().step, "plugged")
    equal(session:visits()[1].undone, true)
    session:answer("yes")
    equal(session:escalate("too dark"), "done")
    local outcome = session:outcome()
    equal(outcome.how, "escalated")
    equal(outcome.reason, "requested")
    check.holds(session:packet(), "too dark")
    check.refused("refused", session:back())
    check.refused("refused", session:escalate())
    check.raises("No answer is wanted", session.answer, session, "yes")
    session = start()
    check.raises("has not ended", session.packet, session)
    equal(session:abandon(), "done")
    equal(session:outcome().how, "dead_end")
    equal(session:outcome().reason, "abandoned")
end)

case("another language", function()
    local engine = tier1.engine()
    local session = assert(engine:start(assert(engine:load {
        {name = "lamp.yaml", text = check.lamp},
        {name = "lamp.gl.yaml", text = check.lamp_gl},
    })))
    equal(session:language(), "en")
    equal(session:set_language("gl"), "ask")
    equal(session:language(), "gl")
    equal(session:view().text, "Está enchufada?")
    equal(session:view().language, "gl")
    check.raises("language", session.set_language, session, "g l")
    check.raises("string expected", session.set_language, session)
    equal(session:answer("si"), "ask")
    equal(session:set_language("en"), "ask")
    equal(session:answer("worked"), "done")
    check.refused("refused", session:set_language("gl"))
    equal(session:flow():translations()[1].language, "gl")
end)

case("transfer", function()
    local session = start(nil, {owner = "kim"})
    equal(session:transfer("lee", "lunch"), "ask")
    check.raises("no name", session.transfer, session, "")
    check.raises("string expected", session.transfer, session)
    session:abandon()
    check.holds(session:packet(), "lee")
end)

case("revise, and what became of the answers", function()
    local session = start(FULL, {given = {floor = 3}})
    session:answer("")
    session:answer("desk")
    session:answer("flickers")
    session:answer(4)
    equal(session:revise("kind", "floor_lamp", "misheard"), "ask")
    equal(session:view().step, "who")
    local changes = session:changes()
    equal(#changes, 2)
    equal(changes[1].step, "several")
    equal(changes[1].flow, "full")
    equal(changes[1].fate, "kept")
    equal(changes[1].reason, nil)
    equal(session:revise("full/many", 5), "ask")
    check.refused("notfound", session:revise("who", {caller = "x"}))
    check.refused("answer", session:revise("many", 77))
    check.refused("invalid", session:revise("many", "a\0"))
    check.raises("is no value", session.revise, session, "many", print)
    check.raises("string expected", session.revise, session, nil, 1)
    equal(session:variable("many"), 5)
end)

case("answers that do not stand", function()
    local session = start()
    session:answer("no")
    session:answer("failed")
    equal(session:revise("plugged", "yes"), "ask")
    local change = session:changes()[1]
    equal(change.step, "plug")
    assert(change.fate ~= "kept" and #change.reason > 0)
end)

case("what if", function()
    local session = start()
    local copy = assert(session:what_if())
    equal(copy:answer("no"), "ask")
    equal(copy:view().step, "plug")
    equal(session:view().step, "plugged")
    session:close()
    equal(copy:answer("worked"), "done")
    equal(copy:flow().id, "lamp")
end)

case("rest", function()
    local session = start()
    equal(session:answer("no"), "ask")
    equal(session:rest(), "ask")
    equal(session:rest(), "ask")
    equal(session:state(), "ask")
    equal(session:view().step, "plug")
    session:rest()
    equal(session:answer("worked"), "done")
    session:rest()
    equal(#session:visits(), 3)
    session:rest()
    assert(#session:id() > 10)
end)

case("limits", function()
    local engine = tier1.engine {caps = {["session-bytes"] = 5000}}
    local library = check.load(engine, [[
tier1: 1
id: loop
title: Loop
steps:
  a: {ask: Well?, type: text, next: a}
]])
    local session, err = engine:start(library), nil
    for _ = 1, 500 do
        local got
        got, err = session:answer(("x"):rep(400))
        if not got or got == "done" then break end
    end
    assert(err == nil or err.code == "limit" or err.code == "answer")
    assert(err or session:outcome().how ~= "open")
end)

case("objects", function()
    local session = start()
    check.holds(tostring(session), "tier1.session")
    check.raises("tier1.session expected", session.answer, {}, "x")
    check.raises("tier1.session expected", session.answer, tier1.engine(), "x")
    session:close()
    session:close()
    check.raises("tier1.session is closed", session.view, session)
    check.raises("tier1.session is closed", session.answer, session, "yes")
    check.raises("tier1.session is closed", session.answer, session, {})
    do
        local closing <close> = start()
        session = closing
    end
    check.raises("is closed", session.state, session)
    check.raises("expected", session.close, io.stdout)
    assert(require "tier1" == tier1)
end)

check.run()
