/* SPDX-License-Identifier: MIT */
/* Calendar and durations, proleptic Gregorian, without any time zone data:
 * ISO 8601 texts to and from numbers. */
#ifndef TIER1_BASE_TIME_H
#define TIER1_BASE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "2026-01-05" -> days since 1970-01-01. Years 0001 to 9999; the day exists. */
bool tier1__time_date(const char *text, size_t length, int64_t *days);

/* "09:30" or "09:30:15" -> seconds since midnight. */
bool tier1__time_clock(const char *text, size_t length, int64_t *seconds);

/* "2026-01-05T09:30[:15[.5]]" with "Z", "+01:00" or nothing behind ("T" or one
 * space) -> milliseconds since 1970 (an offset is taken off). *zoned: there
 * was a "Z" or an offset. */
bool tier1__time_datetime(const char *text, size_t length, int64_t *ms,
                          bool *zoned);

/* "45s", "8m", "1h30m", "2d", "1.5h", and "90" as seconds where `bare` -> whole
 * seconds. Units in falling order, each once: w d h m s. Spaces between parts
 * are allowed. False where it is none, or larger than 100 years. */
bool tier1__time_duration(const char *text, size_t length, bool bare,
                          int64_t *seconds);

#define TIME_TEXT 32

/* "2026-01-05" */
size_t tier1__time_from_date(char out[TIME_TEXT], int64_t days);
/* "2026-01-05T09:30:15Z", with ".250" before the Z where there are ms. */
size_t tier1__time_from_ms(char out[TIME_TEXT], int64_t ms);
/* "1h30m", "45s"; "0s" */
size_t tier1__time_from_duration(char out[TIME_TEXT], int64_t seconds);

void tier1__time_split(int64_t days, int *year, int *month, int *day);
int64_t tier1__time_join(int year, int month, int day);
/* Monday is 1, Sunday 7. */
int tier1__time_weekday(int64_t days);

#endif
