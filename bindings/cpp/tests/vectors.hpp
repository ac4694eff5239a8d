/* SPDX-License-Identifier: MIT */
/* What is seen of a session, as values that can be held against the walk
 * vectors. tests/vectors/README.md of the project says what they hold. */
#ifndef TIER1_CPP_TEST_VECTORS_HPP
#define TIER1_CPP_TEST_VECTORS_HPP

#include <string>
#include <string_view>
#include <utility>

#include <tier1/tier1.hpp>

/** A map that is filled member by member. What is null is left out. */
class seen
{
  public:
    explicit seen(const tier1::engine &engine)
        : engine_(engine), map_(engine.map())
    {
    }

    void put(std::string_view key, const tier1::arg &from)
    {
        map_.set(key, engine_.value(from));
    }

    void put(std::string_view key, tier1::value from)
    {
        map_.set(key, std::move(from));
    }

    void put_text(std::string_view key, std::string_view text)
    {
        if (text.data() != nullptr)
            put(key, text);
    }

    tier1::value take()
    {
        return std::move(map_);
    }

  private:
    const tier1::engine &engine_;
    tier1::value map_;
};

inline void put_choices(seen &map, const tier1::engine &engine,
                        tier1::question q)
{
    tier1::value choices = engine.list();

    for (tier1::choice one : q.choices())
        choices.append(engine.value(one.value()));
    if (choices.size() != 0)
        map.put("choices", std::move(choices));
}

inline tier1::value seen_fields(const tier1::engine &engine, tier1::view view)
{
    tier1::value fields = engine.list();

    for (tier1::question field : view.fields()) {
        seen map(engine);
        map.put_text("name", field.name());
        map.put_text("type", tier1_answer_type_text(field.type()));
        put_choices(map, engine, field);
        fields.append(map.take());
    }
    return fields;
}

inline tier1::value seen_wait(const tier1::engine &engine, tier1::wait wait)
{
    seen map(engine);
    tier1::value args = engine.list();

    map.put("kind", int(wait.kind()));
    map.put("token", std::to_string(wait.token()));
    map.put_text("name", wait.name());
    map.put_text("to", wait.to());
    for (tier1::value_ref one : wait.args())
        args.append(engine.value(one));
    if (args.size() != 0)
        map.put("args", std::move(args));
    map.put("deadline", wait.deadline());
    return map.take();
}

inline tier1::value seen_view(const tier1::engine &engine, tier1::view view)
{
    seen map(engine);

    map.put("state", int(view.state()));
    map.put_text("kind", tier1_kind_text(view.kind()));
    map.put_text("flow", view.flow());
    map.put_text("step", view.step());
    map.put_text("text", view.text());
    map.put_text("problem", view.problem());
    map.put_text("type", tier1_answer_type_text(view.question().type()));
    put_choices(map, engine, view.question());
    tier1::value fields = seen_fields(engine, view);
    if (fields.size() != 0)
        map.put("fields", std::move(fields));
    map.put("steps_done", view.steps_done());
    map.put("elapsed_seconds", view.elapsed_seconds());
    map.put("can_back", view.can_back());
    map.put("can_escalate", view.can_escalate());
    if (view.state() == tier1::state::wait)
        map.put("wait", seen_wait(engine, view.wait()));
    return map.take();
}

inline tier1::value seen_outcome(const tier1::engine &engine,
                                 const tier1::session &session)
{
    tier1::outcome outcome = session.outcome();
    seen map(engine);

    map.put_text("end", tier1_end_text(outcome.end()));
    map.put_text("reason", outcome.reason());
    map.put_text("code", outcome.code());
    map.put_text("flow", outcome.flow());
    map.put_text("step", outcome.step());
    map.put_text("text", outcome.text());
    map.put_text("detail", outcome.detail());
    return map.take();
}

inline tier1::value seen_visits(const tier1::engine &engine,
                                const tier1::session &session)
{
    tier1::value list = engine.list();

    for (tier1::visit visit : session.visits())
        list.append(engine.value((visit.undone() ? "-" : "") +
                                 std::string(visit.flow()) + "/" +
                                 std::string(visit.step())));
    return list;
}

inline tier1::value seen_changes(const tier1::engine &engine,
                                 const tier1::session &session)
{
    tier1::value list = engine.list();

    for (tier1::change change : session.changes()) {
        seen map(engine);
        map.put_text("flow", change.flow());
        map.put_text("step", change.step());
        map.put("fate", int(change.fate()));
        map.put_text("reason", change.reason());
        list.append(map.take());
    }
    return list;
}

inline tier1::value seen_packets(const tier1::engine &engine,
                                 const tier1::session &session,
                                 bool for_customer)
{
    seen map(engine);

    map.put("json", session.packet(TIER1_PACKET_JSON, for_customer));
    map.put("markdown", session.packet(TIER1_PACKET_MARKDOWN, for_customer));
    map.put("text", session.packet(TIER1_PACKET_TEXT, for_customer));
    return map.take();
}

inline std::string hexadecimal(std::string_view bytes)
{
    const char *const digits = "0123456789abcdef";
    std::string out;

    for (char byte : bytes) {
        out += digits[static_cast<unsigned char>(byte) >> 4];
        out += digits[static_cast<unsigned char>(byte) & 15];
    }
    return out;
}

#endif
