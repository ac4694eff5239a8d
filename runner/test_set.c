/* SPDX-License-Identifier: MIT */
/* The cases that are run, in the order in which they are reported. */
#include "test_set.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static bool has_word(const char *name, const char *word)
{
    size_t length = strlen(word);
    for (; strlen(name) >= length; name++) {
        char *part = copy_part(name, length);
        bool same = same_word(part, word);
        free(part);
        if (same)
            return true;
    }
    return false;
}

bool test_set_chosen(const struct test_set *set, const char *path,
                     const char *name)
{
    return !set->word || has_word(name, set->word) || has_word(path, set->word);
}

static struct test_item *add_item(struct test_file *f, const char *name,
                                  unsigned line, const char *message)
{
    f->items = grow(f->items, f->count + 1, sizeof(*f->items));
    struct test_item *item = &f->items[f->count++];
    *item = (struct test_item){.rc = TIER1_OK};
    item->instead = (tier1_case_result){.status = TIER1_CASE_ERROR,
                                        .name = name,
                                        .line = line,
                                        .message = message,
                                        .same = TIER1_NONE};
    return item;
}

void test_set_add(struct test_set *set, const char *path,
                  const struct testfile *file, bool readable)
{
    struct test_file *f = make(1, sizeof(*f));
    const char *name;
    unsigned line = 0;
    f->path = copy(path);
    f->file = *file;
    f->no_flow = file->tests && !file->library;
    if (!file->tests && readable)
        add_item(f, f->path, 0, "the test file has errors");
    for (size_t i = 0; (name = tier1_tests_case(file->tests, i, &line)); i++)
        if (test_set_chosen(set, path, name))
            add_item(f, name, line, "the flow cannot be loaded")->index = i;
    set->files = grow(set->files, set->count + 1, sizeof(*set->files));
    set->files[set->count++] = f;
}

const tier1_case_result *test_item_result(const struct test_item *item)
{
    return item->result ? item->result : &item->instead;
}

void test_set_free(struct test_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct test_file *f = set->files[i];
        for (size_t j = 0; j < f->count; j++)
            tier1_case_result_free(f->items[j].result);
        testfile_close(&f->file);
        free(f->items);
        free(f->path);
        free(f);
    }
    free(set->files);
}
