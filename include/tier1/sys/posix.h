/* SPDX-License-Identifier: MIT */
/**
 * @file posix.h
 * @brief Ready-made callbacks for POSIX systems: clock, randomness, and the
 * reading of flow files. The one part of the library that does any I/O;
 * nothing else in it needs this. Stable within a minor release only.
 */
#ifndef TIER1_SYS_POSIX_H
#define TIER1_SYS_POSIX_H

#include <tier1/engine.h>
#include <tier1/library.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Set `clock`, `ticks` and `random` of engine options. Never fails.
 *  Since: 0.1 */
TIER1_API void tier1_posix_engine(tier1_engine_options *options);

/**
 * Read a regular file of at most `limit` bytes (0: 64 MiB). Devices, pipes
 * and folders are refused without waiting for them.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOTFOUND  there is no such file
 *            TIER1_ELIMIT     it is larger
 *            TIER1_EREAD      it cannot be read, or is no file
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_posix_read(tier1_buf *out, const char *path,
                                             size_t limit);

/** Set `read` of load options to one that reads beside the source that asks,
 *  and nowhere else. Never fails. Since: 0.1 */
TIER1_API void tier1_posix_loader(tier1_load_options *options);

/**
 * Load the flow of a file, with the sub-flows beside it; or all flows of a
 * folder (its `*.yaml` files that are neither tests nor translations).
 *
 * Ownership and errors: as tier1_library_load(), and
 *            TIER1_ENOTFOUND, TIER1_EREAD  `path`; tier1_engine_problem()
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_posix_load(tier1_library **out,
                                             tier1_diagnostics **diagnostics,
                                             tier1_engine *engine,
                                             const char *path);

/**
 * The same with load options; where they have no `read`, it is that of
 * tier1_posix_loader(). NULL as options: as tier1_posix_load().
 *
 * Ownership and errors: as tier1_posix_load()
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_posix_load_with(tier1_library **out, tier1_diagnostics **diagnostics,
                      tier1_engine *engine, const char *path,
                      const tier1_load_options *options);

#ifdef __cplusplus
}
#endif
#endif
