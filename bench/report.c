/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "report.h"

#include "bench.h"
#include "musts.h"

#define MOST_ROUNDS 101

const char *report_option(int argc, char **argv, const char *name,
                          const char *absent)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    return absent;
}

static bool is_one(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

void report_open(struct report *r, int argc, char **argv,
                 const char *const *others)
{
    *r = (struct report){.gate = false};
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;

        if (strcmp(argv[i], "--gate") == 0) {
            r->gate = true;
        } else if (strcmp(argv[i], "--full") == 0) {
            r->full = true;
        } else if (strcmp(argv[i], "--json") == 0 && has_value) {
            r->json = fopen(argv[++i], "w");
            must(r->json != NULL, "the file for JSON cannot be written");
        } else if (is_one(others, argv[i]) && has_value) {
            i++;
        } else {
            (void)fprintf(stderr,
                          "%s: not known, or without its value: --gate, "
                          "--full, --json FILE",
                          argv[i]);
            for (; others != NULL && *others != NULL; others++)
                (void)fprintf(stderr, ", %s VALUE", *others);
            (void)fprintf(stderr, "\n");
            exit(2);
        }
    }
}

static const struct must *find_must(const char *name, const char *metric)
{
    for (size_t i = 0; i < MUST_COUNT; i++)
        if (strcmp(musts[i].name, name) == 0 &&
            strcmp(musts[i].metric, metric) == 0)
            return &musts[i];
    return NULL;
}

/* Notes a figure that is beyond its bound. */
static void hold(struct report *r, const char *name, const char *metric,
                 double middle, double ratio)
{
    const struct must *m = find_must(name, metric);
    double value = m != NULL && m->of == MUST_RATIO ? ratio : middle;

    if (m == NULL || value <= m->most)
        return;
    r->passed++;
    if (r->gate)
        (void)fprintf(stderr, "%s: %.4g, at most %.4g is allowed\n", name,
                      value, m->most);
}

static void write_json(struct report *r, const char *name, const char *metric,
                       const double *three, const char *ratio,
                       const char *limit_name)
{
    if (r->json == NULL)
        return;
    (void)fprintf(r->json,
                  "%s  {\"name\": \"%s\", \"metric\": \"%s\", \"min\": %.9g, "
                  "\"median\": %.9g, \"max\": %.9g, \"ratio\": %s, "
                  "\"limit\": ",
                  r->figures ? ",\n" : "[\n", name, metric, three[0], three[1],
                  three[2], ratio);
    (void)fprintf(r->json, limit_name ? "\"%s\"}" : "null}", limit_name);
}

void report_figure(struct report *r, const char *name, const char *metric,
                   double *ours, size_t rounds, const double *limit,
                   const char *limit_name)
{
    double ratios[MOST_ROUNDS], three[3], ratio = 0;
    char text[32] = "null";

    must(rounds > 0 && rounds <= MOST_ROUNDS, "rounds");
    if (limit != NULL) {
        for (size_t i = 0; i < rounds; i++)
            ratios[i] = ours[i] / limit[i];
        ratio = median(ratios, rounds);
        (void)snprintf(text, sizeof text, "%.4g", ratio);
    }
    three[1] = median(ours, rounds);
    three[0] = ours[0];
    three[2] = ours[rounds - 1];
    (void)printf("%-22s %-13s %10.5g %10.5g %10.5g %8s %s\n", name, metric,
                 three[0], three[1], three[2], limit ? text : "-",
                 limit ? limit_name : "-");
    (void)fflush(stdout);
    write_json(r, name, metric, three, text, limit ? limit_name : NULL);
    hold(r, name, metric, three[1], ratio);
    r->figures++;
}

void report_number(struct report *r, const char *name, const char *metric,
                   double number, double limit, const char *limit_name)
{
    report_figure(r, name, metric, &number, 1, limit > 0 ? &limit : NULL,
                  limit_name);
}

int report_close(struct report *r)
{
    if (r->json != NULL) {
        (void)fprintf(r->json, r->figures ? "\n]\n" : "[]\n");
        must(fclose(r->json) == 0, "the file for JSON cannot be written");
    }
    return r->gate && r->passed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
