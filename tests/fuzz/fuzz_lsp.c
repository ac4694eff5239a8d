/* SPDX-License-Identifier: MIT */
/* What an editor sends the language server. An input that begins with
 * "Content-Length" is the stream as it is; one that begins with { is a message
 * a line, to be framed; any other is a document, which is opened, edited and
 * asked about. */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include <tier1/tier1.h>

#include "fuzz.h"
#include "lsp.h"
#include "text.h"

static const char start[] =
    "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
    "{\"capabilities\":{}}}";

static void frame(struct text *stream, const char *body, size_t length)
{
    text_format(stream, "Content-Length: %zu\r\n\r\n", length);
    text_bytes(stream, body, length);
}

static void lines(struct text *stream, const char *s, size_t size)
{
    frame(stream, start, sizeof start - 1);
    for (size_t at = 0; at < size;) {
        const char *end = memchr(s + at, '\n', size - at);
        size_t length = end ? (size_t)(end - s) - at : size - at;
        frame(stream, s + at, length);
        at += length + 1;
    }
}

/* A text as JSON; false: it is no UTF-8. */
static bool quoted(struct text *out, const char *s, size_t length)
{
    static tier1_engine *e;
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_value *text = NULL;
    tier1_buf json = TIER1_BUF_INIT;
    bool good;

    if (!e)
        FUZZ_CHECK(tier1_engine_new(&e, &o) == TIER1_OK);
    good = tier1_value_new_text_n(&text, e, s, length) == TIER1_OK;
    if (good) {
        FUZZ_CHECK(tier1_value_to_json(&json, e, text, 0) == TIER1_OK);
        text_bytes(out, json.ptr, json.len);
    }
    tier1_buf_dispose(&json);
    tier1_value_free(text);
    return good;
}

static void ask(struct text *stream, const char *method, unsigned line,
                unsigned character)
{
    struct text body = TEXT_INIT;

    text_format(&body,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"textDocument/%s\","
                "\"params\":{\"textDocument\":{\"uri\":\"file:///no/lamp.yaml\""
                "},\"position\":{\"line\":%u,\"character\":%u},\"newName\":"
                "\"other\",\"context\":{\"includeDeclaration\":true}}}",
                method, line, character);
    frame(stream, body.s, body.length);
    text_free(&body);
}

/* All that can be asked, at a place told by the bytes of the document. */
static void questions(struct text *stream, const char *s, size_t size)
{
    static const char *const methods[] = {
        "hover",  "definition", "references",     "completion",
        "rename", "formatting", "documentSymbol", "prepareRename"};
    unsigned line = 0, character = 0, number = 5381;
    bool asked = false;

    for (size_t i = 0; i < size; i++) {
        number = number * 33 + (unsigned char)s[i];
        character++;
        if (s[i] == '\n')
            line++, character = 0;
        if (asked || number % (size / 2 + 1) != 0)
            continue;
        asked = true;
        for (size_t j = 0; j < sizeof methods / sizeof *methods; j++)
            ask(stream, methods[j], line, character);
    }
    ask(stream, "formatting", 0, 0);
}

/* The same document is its own flow's translation, and a test of it. */
static void document(struct text *stream, const char *s, size_t size)
{
    static const char *const names[] = {"lamp.yaml", "lamp.gl.yaml",
                                        "lamp.test.yaml"};
    struct text text = TEXT_INIT, body = TEXT_INIT;
    const char *cut = memchr(s + size / 2, '\n', size - size / 2);

    if (!quoted(&text, s, size)) {
        text_free(&text);
        return;
    }
    frame(stream, start, sizeof start - 1);
    for (size_t i = 0; i < 3; i++) {
        text_format(&body,
                    "{\"method\":\"textDocument/didOpen\",\"params\":"
                    "{\"textDocument\":{\"uri\":\"file:///no/%s\",\"text\":",
                    names[i]);
        text_add(&body, text.s);
        text_add(&body, "}}}");
        frame(stream, body.s, body.length);
        text_free(&body);
    }
    questions(stream, s, size);
    /* then its second half is taken out */
    text_format(&body,
                "{\"method\":\"textDocument/didChange\",\"params\":"
                "{\"textDocument\":{\"uri\":\"file:///no/lamp.yaml\"},"
                "\"contentChanges\":[{\"text\":\"\",\"range\":{\"start\":"
                "{\"line\":%zu,\"character\":0},\"end\":{\"line\":99999,"
                "\"character\":0}}}]}}",
                cut ? (size_t)(cut - s) / 20 : size);
    frame(stream, body.s, body.length);
    questions(stream, s, size);
    text_free(&body);
    text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *in, *out;
    struct text stream = TEXT_INIT;
    const char *s = (const char *)data, *problem = NULL;
    int status;

    if (!in) {
        in = tmpfile();
        out = fopen("/dev/null", "w");
        FUZZ_CHECK(in && out);
    }
    if (size >= 14 && memcmp(s, "Content-Length", 14) == 0)
        text_bytes(&stream, s, size);
    else if (size && *s == '{')
        lines(&stream, s, size);
    else if (size && size < 3000)
        document(&stream, s, size);
    FUZZ_CHECK(ftruncate(fileno(in), 0) == 0);
    FUZZ_CHECK(pwrite(fileno(in), text_get(&stream), stream.length, 0) ==
               (ssize_t)stream.length);
    FUZZ_CHECK(lseek(fileno(in), 0, SEEK_SET) == 0);
    status = lsp_run(fileno(in), out, &problem);
    FUZZ_CHECK(status == 0 || status == 1);
    text_free(&stream);
    return 0;
}
