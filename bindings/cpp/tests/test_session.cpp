// SPDX-License-Identifier: MIT
// Sessions: walking, taking back, putting away, and freeing in any order.
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>

#include "check.hpp"

static void walks()
{
    tier1::engine engine(tier1::engine_options::posix());
    auto library = load_text(engine, LAMP);
    auto session = tier1::session::start(engine, library, "lamp");

    CHECK(session.id().size() == 36);
    CHECK(session.view().text() == "Is the lamp plugged in?");
    CHECK(session.view().title().data() == nullptr);
    std::string offered;
    for (tier1::choice choice : session.view().question().choices())
        offered += std::string(choice.value()) + ' ';
    CHECK(offered == "yes no ");

    tier1::reaction refused = session.answer("perhaps");
    CHECK(!refused && refused.status() == TIER1_EANSWER);
    CHECK(refused.state() == tier1::state::ask);
    CHECK(!session.problem().empty());
    CHECK_STATUS(TIER1_EINVALID, session.answer(std::string("no\0", 3)));
    CHECK(session.answer("no"));
    CHECK(session.answer_value("failed"));
    CHECK(session.answer(std::string_view("failed")).state() ==
          tier1::state::done);

    CHECK(session.outcome().end() == TIER1_ESCALATED);
    CHECK(session.outcome().code() == "broken_lamp");
    std::string way;
    for (tier1::visit visit : session.visits())
        way += std::string(visit.step()) + ' ';
    CHECK(way == "plugged plug bulb broken ");
    CHECK(session.variable("plugged").as<bool>() == false);
    CHECK(session.packet().find("broken_lamp") != std::string::npos);
    CHECK(session.packet(TIER1_PACKET_TEXT, true).find("broken_lamp") ==
          std::string::npos);
    CHECK_STATUS(TIER1_EMISUSE, session.answer("more"));
}

static void takes_back()
{
    tier1::engine engine;
    auto library = load_text(engine, LAMP);
    auto session = tier1::session::start(engine, library, "", named());

    CHECK(session.back().status() == TIER1_EREFUSED);
    CHECK(session.answer("no"));
    CHECK(session.back());
    CHECK(session.view().step() == "plugged");
    CHECK(session.answer("no"));
    CHECK(session.answer("failed"));
    CHECK(session.revise("plugged", true, "it was"));
    CHECK(session.view().step() == "bulb");
    CHECK(session.changes().size() > 0);
    CHECK(session.changes()[0].step() == "plug");
    CHECK(session.revise("nowhere", true).status() == TIER1_ENOTFOUND);
    CHECK(session.transfer("kim"));
    CHECK_STATUS(TIER1_EMISUSE, session.transfer(""));
    CHECK(session.escalate("enough").state() == tier1::state::done);
    CHECK(session.abandon().status() == TIER1_EREFUSED);
    CHECK(session.outcome().reason() == "requested");
}

static void switches_language()
{
    tier1::engine engine;
    std::optional<tier1::session> session;
    {
        auto library = tier1::library::load(
            engine, {{"lamp.yaml", LAMP}, {"lamp.gl.yaml", LAMP_GL}});
        session = tier1::session::start(engine, library, "", named());
    }
    CHECK(session->language() == "en");
    CHECK(session->set_language("gl").state() == tier1::state::ask);
    CHECK(session->language() == "gl");
    CHECK(session->view().text() == "Está enchufada?");
    CHECK(session->view().language() == "gl");
    CHECK_STATUS(TIER1_EMISUSE, session->set_language("g l"));
    CHECK(session->answer("si"));
    CHECK(session->set_language("en"));
    CHECK(session->answer("worked"));
    CHECK(session->set_language("gl").status() == TIER1_EREFUSED);

    auto again =
        tier1::session::start(engine, session->library(), "lamp", named("s-2"));
    session.reset();
    CHECK(again.flow().translations().size() == 1);
}

static void says_why()
{
    tier1::engine engine;
    auto library = load_text(engine, LAMP);
    auto session = tier1::session::start(engine, library, "", named());
    std::string why;

    try {
        (void)session.packet();
    } catch (const tier1::error &e) {
        why = e.what();
    }
    CHECK(why.find("not ended") != std::string::npos);
}

static void puts_away()
{
    tier1::engine engine;
    auto library = load_text(engine, LAMP);
    auto session = tier1::session::start(engine, library, "", named());

    CHECK(session.answer("no"));
    std::string sealed = session.snapshot("secret");
    CHECK(tier1::look(sealed).is_signed);
    CHECK_STATUS(TIER1_EINVALID,
                 tier1::session::restore(engine, library, sealed, "guess"));
    CHECK_STATUS(TIER1_EINVALID, tier1::look("no snapshot"));
    auto restored = tier1::session::restore(engine, library, sealed, "secret");
    auto replayed = tier1::session::replay(engine, library, session.record());
    auto copy = session.what_if();
    session.rest();
    for (auto *one : {&session, &restored, &replayed, &copy})
        CHECK(one->answer("worked").state() == tier1::state::done);
    CHECK(restored.packet() == session.packet());
    CHECK(replayed.packet() == session.packet());
}

static void migrates()
{
    tier1::engine engine;
    std::string newer = LAMP;
    newer.replace(newer.find("another bulb"), 12, "a new bulb");
    auto session =
        tier1::session::start(engine, load_text(engine, LAMP), "", named());

    CHECK(session.answer("no"));
    {
        tier1::engine other;
        auto library = load_text(other, newer);
        CHECK(session.migrate(library) == tier1::state::ask);
    }
    CHECK(session.view().step() == "plug");
    CHECK(session.answer("failed"));
    CHECK(session.view().text() == "Put a new bulb in. Is there light?");
    CHECK_STATUS(TIER1_EREPLAY,
                 tier1::session::restore(engine, load_text(engine, LAMP),
                                         session.snapshot()));
}

/* An allocator that counts what is in use. */
static tier1::engine_options counted(std::shared_ptr<std::size_t> in_use)
{
    tier1::engine_options options;

    options.allocate = [in_use](void *ptr, std::size_t old, std::size_t size) {
        *in_use += size - (ptr ? old : 0);
        if (size != 0)
            return std::realloc(ptr, size);
        std::free(ptr);
        return static_cast<void *>(nullptr);
    };
    return options;
}

/* Each of the six orders; the allocator counts, and lives as long. */
static void any_order()
{
    for (int order = 0; order < 6; order++) {
        auto in_use = std::make_shared<std::size_t>(0);
        {
            std::optional<tier1::engine> engine(counted(in_use));
            std::optional<tier1::library> library(load_text(*engine, LAMP));
            std::optional<tier1::session> session(
                tier1::session::start(*engine, *library, "", named()));
            int second = (order % 3 + 1 + order / 3) % 3;
            for (int which : {order % 3, second, 3 - order % 3 - second}) {
                if (which == 0)
                    engine.reset();
                else if (which == 1)
                    library.reset();
                else
                    session.reset();
                if (session)
                    CHECK(session->answer("no") && session->back());
            }
        }
        CHECK(*in_use == 0 && in_use.use_count() == 1);
    }
}

/* What is assigned over goes before what it lies in. */
static void assigned_over()
{
    auto in_use = std::make_shared<std::size_t>(0);
    std::optional<tier1::session> session;
    {
        tier1::engine engine(counted(in_use));
        session =
            tier1::session::start(engine, load_text(engine, LAMP), "", named());
    }
    CHECK(session->answer("no") && *in_use > 0);
    tier1::engine other;
    *session =
        tier1::session::start(other, load_text(other, LAMP), "", named());
    CHECK(*in_use == 0 && in_use.use_count() == 1);
    CHECK(session->view().step() == "plugged");
}

static void moves()
{
    tier1::engine engine;
    auto library = load_text(engine, LAMP);
    auto shared = library.share();
    auto a = tier1::session::start(engine, library, "", named("a"));
    auto b = tier1::session::start(engine, shared, "", named("b"));

    a = std::move(b);
    CHECK(a.id() == "b");
    library = load_text(engine, LAMP);
    engine = tier1::engine();
    CHECK(a.answer("yes"));
    CHECK(a.view().step() == "bulb");
}

static void cannot_start()
{
    tier1::engine engine;
    auto library = load_text(engine, LAMP);

    CHECK_STATUS(TIER1_ENOTFOUND,
                 tier1::session::start(engine, library, "none"));
    CHECK_STATUS(TIER1_EMISUSE, tier1::session::start(engine, library));
    auto options = named();
    options.owner = std::string("a\0b", 3);
    CHECK_STATUS(TIER1_EINVALID,
                 tier1::session::start(engine, library, "", options));
    options = named();
    options.given = engine.map({{"color", "red"}});
    CHECK_STATUS(TIER1_EANSWER,
                 tier1::session::start(engine, library, "", options));
}

static void without_memory()
{
    bool empty = false;
    tier1::engine_options options;
    options.allocate = [&](void *ptr, std::size_t, std::size_t size) {
        if (size == 0) {
            std::free(ptr);
            return static_cast<void *>(nullptr);
        }
        if (empty)
            throw std::bad_alloc();
        return std::realloc(ptr, size);
    };
    tier1::engine engine(std::move(options));
    auto library = load_text(engine, LAMP);
    auto session = tier1::session::start(engine, library, "", named());

    session.rest();
    empty = true;
    CHECK_THROWS(std::bad_alloc, session.view());
    CHECK_THROWS(std::bad_alloc, session.answer("no"));
    CHECK_THROWS(std::bad_alloc, engine.value("text"));
    empty = false;
    CHECK(session.answer("no"));
}

int main()
{
    return run_cases({{"walks", walks},
                      {"takes back", takes_back},
                      {"switches language", switches_language},
                      {"says why", says_why},
                      {"puts away", puts_away},
                      {"migrates", migrates},
                      {"any order", any_order},
                      {"assigned over", assigned_over},
                      {"moves", moves},
                      {"cannot start", cannot_start},
                      {"without memory", without_memory}});
}
