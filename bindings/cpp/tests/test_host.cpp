// SPDX-License-Identifier: MIT
// Host functions: at once, later, failing; callbacks of the engine.
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <stdexcept>

#include "check.hpp"

static const char *const HOSTED = R"(tier1: 1
id: hosted
title: Asks the host
steps:
  look:
    run: host.look(3, "x")
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
)";

struct desk {
    std::int64_t now = 1767603600000;
    tier1::engine engine;
    tier1::library library;

    desk() : engine(options(*this)), library(load_text(engine, HOSTED))
    {
    }

    static tier1::engine_options options(desk &self)
    {
        tier1::engine_options options;

        options.clock = [&self] { return self.now; };
        options.random = [](void *out, std::size_t length) {
            for (std::size_t i = 0; i < length; i++)
                static_cast<unsigned char *>(out)[i] = 7;
            return true;
        };
        return options;
    }

    tier1::session start()
    {
        return tier1::session::start(engine, library);
    }
};

static void at_once()
{
    desk desk;

    desk.engine.host("look", [](const tier1::call &c) {
        CHECK(c.name() == "look" && c.args().size() == 2);
        CHECK(c[9].is_null());
        return c[1].as<std::string>() + std::to_string(c[0].as<int>());
    });
    auto session = desk.start();
    CHECK(session.outcome().text() == "It says x3.");
    CHECK(session.variable("look").text() == "x3");

    desk.engine.host("look",
                     [](const tier1::call &c) { return c.result("second"); });
    CHECK(desk.start().outcome().text() == "It says second.");
    desk.engine.forget("look");
    CHECK(desk.start().outcome().step() == "sorry");
    desk.engine.host("", [](const tier1::call &) {});
    CHECK(desk.start().variable("look").is_null());
    CHECK_STATUS(TIER1_EINVALID, desk.engine.host("no name", [](auto &) {}));
}

static void exceptions_are_hook_errors()
{
    desk desk;

    desk.engine.host("look", [](const tier1::call &) -> int {
        throw std::runtime_error("the line is busy");
    });
    auto session = desk.start();
    CHECK(session.outcome().step() == "sorry");
    CHECK(session.packet().find("the line is busy") != std::string::npos);

    desk.engine.host("look", [](const tier1::call &) -> int { throw 1; });
    CHECK(desk.start().outcome().step() == "sorry");
    desk.engine.host("look", [](const tier1::call &) -> int {
        throw std::runtime_error("\xff");
    });
    CHECK(desk.start().outcome().step() == "sorry");
    desk.engine.host(
        "look", [](const tier1::call &c) { return c.failed("it is out"); });
    CHECK(desk.start().packet().find("it is out") != std::string::npos);
    desk.engine.host("look",
                     [](const tier1::call &c) { return c.timed_out(); });
    CHECK(desk.start().outcome().step() == "late");
    desk.engine.host(
        "look", [](const tier1::call &) -> int { throw std::bad_alloc(); });
    CHECK_THROWS(std::bad_alloc, desk.start());
}

static void later()
{
    desk desk;
    std::uint64_t token = 0;

    desk.engine.host("look", [&](const tier1::call &c) {
        token = c.token();
        return c.later();
    });
    auto session = desk.start();
    CHECK(session.state() == tier1::state::wait);
    CHECK(session.view().wait().name() == "look");
    CHECK(session.view().wait().token() == token);
    CHECK(session.view().wait().args()[0].as<int>() == 3);
    CHECK(session.tick() == tier1::state::wait);
    CHECK(session.complete(token + 1, 1).status() == TIER1_ENOTFOUND);
    CHECK(session.complete(token, "later").state() == tier1::state::done);
    CHECK(session.outcome().text() == "It says later.");
    CHECK(session.complete(token, "twice").status() == TIER1_ENOTFOUND);

    auto fails = desk.start();
    CHECK(fails.fail(token, "no answer"));
    CHECK(fails.outcome().step() == "sorry");

    auto late = desk.start();
    desk.now = late.view().wait().deadline();
    CHECK(late.tick() == tier1::state::done);
    CHECK(late.outcome().step() == "late");
}

static void outlive_the_engine()
{
    int calls = 0;
    std::uint64_t token = 0;
    std::optional<tier1::session> session;
    {
        tier1::engine engine;
        engine.host("look", [&](const tier1::call &c) {
            token = c.token();
            calls++;
            return c.later();
        });
        session = tier1::session::start(engine, load_text(engine, HOSTED), "",
                                        named());
    }
    CHECK(session->complete(token, "still here"));
    CHECK(session->outcome().text() == "It says still here.");
    CHECK(calls == 1);
}

#ifdef TIER1_CPP_WORKER
/* TIER1_WORKER names the program; else it is where the library looks for it,
 * or this library has none. */
static void in_a_worker()
{
    const char *program = std::getenv("TIER1_WORKER");
    tier1::engine engine;

    engine.host("look", [](const tier1::call &c) { return c[0].as<int>(); });
    try {
        engine.start_worker(program != nullptr ? program : "");
    } catch (const tier1::error &e) {
        CHECK(program == nullptr && e.status() == TIER1_ENOTFOUND);
        std::cout << "not run: this library has no worker\n";
        return;
    }
    auto session =
        tier1::session::start(engine, load_text(engine, HOSTED), "", named());
    CHECK(session.variable("look").as<int>() == 3);
    CHECK_STATUS(TIER1_EMISUSE, engine.start_worker());
    CHECK_STATUS(TIER1_ENOTFOUND, tier1::engine().start_worker("/none"));
}
#endif

static void no_chance()
{
    tier1::engine_options options;
    options.random = [](void *, std::size_t) -> bool {
        throw std::runtime_error("no entropy");
    };
    tier1::engine engine(std::move(options));
    auto library = load_text(engine, LAMP);

    CHECK_THROWS(tier1::error, tier1::session::start(engine, library));
}

int main()
{
    return run_cases(
        {{"at once", at_once},
         {"exceptions are hook errors", exceptions_are_hook_errors},
         {"later", later},
         {"outlive the engine", outlive_the_engine},
#ifdef TIER1_CPP_WORKER
         {"in a worker", in_a_worker},
#endif
         {"no chance", no_chance}});
}
