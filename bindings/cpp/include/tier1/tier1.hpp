/* SPDX-License-Identifier: MIT */
/**
 * @file tier1.hpp
 * @brief tier1 for C++17: header only, over the C API of tier1.h.
 *
 *     tier1::engine engine(tier1::engine_options::posix());
 *     auto library = tier1::library::load(engine, "no-internet.yaml");
 *     auto session = tier1::session::start(engine, library);
 *     while (session.state() == tier1::state::ask) {
 *         std::cout << session.view().text() << '\n';
 *         if (!session.answer(read_a_line()))
 *             std::cout << session.problem() << '\n';
 *     }
 *     std::cout << session.packet();
 *
 * **Ownership.** Engines, libraries, sessions and values own what they stand
 * for. They are moved, not copied, and may be destroyed in any order; one that
 * was moved from may only be destroyed or assigned to. get() lends the handle
 * of C, for what has no wrapper.
 *
 * **Lifetime.** Views, flows, diagnostics, visits and value_ref borrow, as the
 * structures of C do that they show. std::string_view too: of a text that is
 * not there, its data() is null.
 *
 * **Errors.** tier1::error has the status and the problem in words;
 * tier1::flow_error, of a load, the diagnostics. Memory that is not there is
 * std::bad_alloc. What is in the nature of a conversation is no exception: a
 * refused answer, a back or an escalation that the flow does not allow, and an
 * answer that comes too late are a tier1::reaction that is false. After any of
 * them a session is as it was.
 *
 * **Exceptions and C.** None passes through the library. One that leaves a
 * host function becomes the error of the hook that called it, with its what().
 * One of the reader of a load comes out of the load. One of an allocator or of
 * a source of randomness is a failure; one of a clock ends the program.
 *
 * **Threads.** As in C: an engine, with its sessions and values, belongs to one
 * at a time; a library may be used by any number, with engines of their own.
 *
 * **Hooks.** What may run hooks in C may here, and nothing else.
 *
 * Since: 0.1
 */
#ifndef TIER1_TIER1_HPP
#define TIER1_TIER1_HPP

#include <tier1/cpp/diagnostics.hpp>
#include <tier1/cpp/engine.hpp>
#include <tier1/cpp/error.hpp>
#include <tier1/cpp/library.hpp>
#include <tier1/cpp/outcome.hpp>
#include <tier1/cpp/range.hpp>
#include <tier1/cpp/session.hpp>
#include <tier1/cpp/value.hpp>
#include <tier1/cpp/view.hpp>

#endif
