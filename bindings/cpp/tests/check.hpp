/* SPDX-License-Identifier: MIT */
/* What the tests share: claims that say where they do not hold, and a runner
 * of named cases. */
#ifndef TIER1_CPP_TEST_CHECK_HPP
#define TIER1_CPP_TEST_CHECK_HPP

#include <exception>
#include <initializer_list>
#include <iostream>
#include <stdexcept>
#include <string>

#include <tier1/tier1.hpp>

#define CHECK(claim)                                                           \
    do {                                                                       \
        if (!(claim))                                                          \
            throw std::logic_error(std::string(__FILE__) + ":" +               \
                                   std::to_string(__LINE__) + ": " #claim);    \
    } while (0)

/** The call throws this. */
#define CHECK_THROWS(type, call)                                               \
    do {                                                                       \
        bool thrown = false;                                                   \
        try {                                                                  \
            (void)(call);                                                      \
        } catch (const type &) {                                               \
            thrown = true;                                                     \
        }                                                                      \
        CHECK(thrown &&#call " throws " #type);                                \
    } while (0)

/** The call throws tier1::error with this status. */
#define CHECK_STATUS(number, call)                                             \
    do {                                                                       \
        int got = 0;                                                           \
        try {                                                                  \
            (void)(call);                                                      \
        } catch (const tier1::error &e) {                                      \
            got = e.status();                                                  \
        }                                                                      \
        CHECK(got == (number));                                                \
    } while (0)

struct test_case {
    const char *name;
    void (*run)();
};

inline int run_cases(std::initializer_list<test_case> cases)
{
    int failed = 0;

    for (const test_case &one : cases) {
        try {
            one.run();
            std::cout << "ok " << one.name << '\n';
        } catch (const std::exception &e) {
            std::cout << "not ok " << one.name << ": " << e.what() << '\n';
            failed = 1;
        }
    }
    return failed;
}

inline tier1::library load_text(const tier1::engine &engine,
                                std::string_view yaml)
{
    return tier1::library::load(engine, {tier1::source{"t.yaml", yaml}});
}

/** Options of a session with an id, for engines without randomness. */
inline tier1::session_options named(const char *id = "s-1")
{
    tier1::session_options options;

    options.id = id;
    return options;
}

inline const char *const LAMP = R"(tier1: 1
id: lamp
title: A lamp that stays dark
steps:
  plugged:
    ask: Is the lamp plugged in?
    type: yes_no
    "yes": bulb
    "no": plug
  plug:
    try: Plug it in. Is there light?
    worked: fixed
    next: bulb
  bulb:
    try: Put another bulb in. Is there light?
    worked: fixed
    next: broken
  fixed:
    resolve: Let there be light.
  broken:
    escalate: The lamp is broken.
    code: broken_lamp
)";

inline const char *const LAMP_GL = R"(tier1: 1
translates: lamp
language: gl
title: Unha lámpada ás escuras
steps:
  plugged:
    ask: Está enchufada?
)";

#endif
