/* SPDX-License-Identifier: MIT */
/**
 * @file tier1.h
 * @brief tier1: troubleshooting flowcharts that people walk through.
 *
 * Flows are YAML files with Lua for what is conditional. The library loads and
 * checks them, walks a support agent or a customer through one, records the
 * way, and makes a packet that Tier 2 can work from when the flow ends without
 * a solution.
 *
 *     tier1_engine *engine = NULL;      // allocator, caps, clock, hooks
 *     tier1_library *library = NULL;    // flows, loaded and checked
 *     tier1_session *session = NULL;    // one walk
 *
 *     tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
 *     tier1_posix_engine(&o);
 *     int rc = tier1_engine_new(&engine, &o);
 *     if (rc == TIER1_OK)
 *         rc = tier1_posix_load(&library, NULL, engine, "no-internet.yaml");
 *     if (rc == TIER1_OK)
 *         rc = tier1_session_start(&session, engine,
 *                                  tier1_library_at(library, 0), NULL);
 *     while (rc == TIER1_ASK) {
 *         const tier1_view *view = tier1_session_view(session);
 *         puts(view->text);
 *         rc = tier1_session_answer(session, read_a_line());
 *         if (rc == TIER1_EANSWER)
 *             rc = tier1_session_state(session);
 *     }
 *     if (rc == TIER1_DONE)
 *         rc = tier1_packet_render(&text, session, TIER1_PACKET_JSON, NULL);
 *
 * **Return values.** Functions that can fail return an int: below zero an
 * error, zero done, above zero the state that a session is in. Details lie on
 * the object that the call was about (tier1_session_problem(),
 * tier1_engine_problem(), diagnostics), never in a global.
 *
 * **Memory.** Every byte goes through the engine's allocator, but what libyaml
 * takes for the time of a load. When there is none left, calls return
 * TIER1_ENOMEM and objects are as they were. What is yours has a `_free` or
 * `_dispose`; what is borrowed says until when. Objects may be freed in any
 * order.
 *
 * **Threads.** Engines and their sessions: one thread at a time. Libraries:
 * any number of threads at once.
 *
 * **Environment.** The library does no I/O, reads no clock, environment or
 * locale, prints nothing and installs no signal handlers; the callbacks of
 * engine.h and library.h bring the world in. tier1/sys/posix.h has them ready.
 *
 * **Untrusted input.** Flows, answers and host results may be hostile. Every
 * size, depth and count has a cap (TIER1_CAP_MAP). Hooks run in a sandbox; see
 * the project's docs for what it keeps in and what not.
 *
 * **Promise.** The headers of this folder are stable for a major version;
 * those of sys/ for a minor one. Options that you fill begin with `size` and
 * grow at the end only. The project's docs have the whole of it.
 */
#ifndef TIER1_TIER1_H
#define TIER1_TIER1_H

#include <tier1/base.h>
#include <tier1/chart.h>
#include <tier1/diag.h>
#include <tier1/engine.h>
#include <tier1/journal.h>
#include <tier1/library.h>
#include <tier1/packet.h>
#include <tier1/session.h>
#include <tier1/trace.h>
#include <tier1/translation.h>
#include <tier1/value.h>

#endif
