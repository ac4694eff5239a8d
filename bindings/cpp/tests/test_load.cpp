// SPDX-License-Identifier: MIT
// Loading: from memory with a reader, compiled, from a folder; what is wrong.
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "check.hpp"

static const char *const CALLER = R"(tier1: 1
id: caller
title: Calls another
steps:
  go:
    call: lamp
    next: done
  done:
    resolve: Done.
)";

static void from_memory()
{
    tier1::engine engine;
    tier1::load_options options;
    std::string asked;

    options.read = [&](std::string_view from, std::string_view name) {
        asked += std::string(from) + ">" + std::string(name) + ";";
        return std::optional<tier1::file>({LAMP});
    };
    auto library =
        tier1::library::load(engine, {{"caller.yaml", CALLER}}, options);
    CHECK(asked == "caller.yaml>lamp.yaml;");
    CHECK(library.flows().size() == 2);
    CHECK(library.flows()[0].id() == "caller");
    CHECK(library.find("lamp")->step(1) == "plug");
    CHECK(!library.find("none"));

    std::string bytes = library.compile();
    auto again = tier1::library::read(engine, {"all.t1c", bytes});
    CHECK(again.flows()[0].fingerprint() == library.flows()[0].fingerprint());
    CHECK_THROWS(tier1::flow_error,
                 tier1::library::read(engine, {"all.t1c", "no"}));
}

static void reader_fails()
{
    tier1::engine engine;
    tier1::load_options options;

    options.read = [](auto, auto) { return std::optional<tier1::file>(); };
    CHECK_THROWS(
        tier1::flow_error,
        tier1::library::load(engine, {{"caller.yaml", CALLER}}, options));
    options.read = [](auto, auto) -> std::optional<tier1::file> {
        throw std::domain_error("the shelf is locked");
    };
    CHECK_THROWS(
        std::domain_error,
        tier1::library::load(engine, {{"caller.yaml", CALLER}}, options));
}

static void diagnostics_outlive_all()
{
    tier1::diagnostics found;
    {
        tier1::engine engine;
        std::string bad = LAMP;
        bad.replace(bad.find("next: bulb"), 10, "next: blub");
        try {
            load_text(engine, bad);
        } catch (const tier1::flow_error &e) {
            CHECK(e.status() == TIER1_EFLOW);
            CHECK(std::string(e.what()).find("t.yaml:13:") == 0);
            found = e.diagnostics();
        }
    }
    CHECK(found.count(TIER1_ERROR) == 1);
    tier1::diagnostic first = found.front();
    CHECK(first.rule() == "unknown-step");
    CHECK(first.file() == "t.yaml");
    CHECK(first.line() == 13 && first.column() == 11);
    CHECK(first.end_line() == 13 && first.end_column() == 15);
    CHECK(first.hint().find("bulb") != first.hint().npos);
    CHECK(first.str(true).find("next: blub\n") != std::string::npos);
    CHECK_THROWS(std::out_of_range, found.at(found.size()));
}

static void from_a_folder()
{
    namespace fs = std::filesystem;
    tier1::engine engine;
    fs::path folder = fs::temp_directory_path() / "tier1-cpp-test-load";

    fs::create_directories(folder);
    std::ofstream(folder / "caller.yaml") << CALLER;
    std::ofstream(folder / "lamp.yaml") << LAMP;
    CHECK(tier1::library::load(engine, folder.string()).flows().size() == 2);
    auto one = tier1::library::load(engine, (folder / "lamp.yaml").string());
    CHECK(one.flows()[0].title() == "A lamp that stays dark");
    fs::remove_all(folder);
    CHECK_STATUS(TIER1_ENOTFOUND,
                 tier1::library::load(engine, folder.string()));
}

static void translations()
{
    tier1::engine engine;
    tier1::load_options options;
    std::string asked;

    options.list = [&](std::string_view from, std::string_view id) {
        asked += std::string(from) + ">" + std::string(id) + ";";
        return std::vector<std::string>{"lamp.gl.yaml"};
    };
    options.read = [&](std::string_view, std::string_view name) {
        asked += std::string(name) + ";";
        return std::optional<tier1::file>({LAMP_GL});
    };
    auto library = tier1::library::load(engine, {{"lamp.yaml", LAMP}}, options);
    CHECK(asked == "lamp.yaml>lamp;lamp.gl.yaml;");
    tier1::flow lamp = library.flows()[0];
    CHECK(lamp.translations().size() == 1);
    tier1::translation gl = lamp.translations()[0];
    CHECK(gl.language() == "gl" && gl.file() == "lamp.gl.yaml");
    CHECK(gl.title() == "Unha lámpada ás escuras");
    CHECK(gl.summary().data() == nullptr);
    CHECK(gl.translated() == 2 && gl.texts() > 2);
    CHECK(lamp.translation("gl-ES")->language() == "gl");
    CHECK(!lamp.translation("de"));
    CHECK(tier1::translation_stamp("{{ a }}") ==
          tier1::translation_stamp("{{a}}"));
    CHECK(tier1::translation_stamp("a").size() == 16);

    options.list = [](auto, auto) -> std::vector<std::string> {
        throw std::domain_error("the shelf is locked");
    };
    CHECK_THROWS(std::domain_error,
                 tier1::library::load(engine, {{"lamp.yaml", LAMP}}, options));
    options.list = [](auto, auto) { return std::vector<std::string>(); };
    library = tier1::library::load(engine, {{"lamp.yaml", LAMP}}, options);
    CHECK(library.flows()[0].translations().empty());
}

int main()
{
    return run_cases({{"from memory", from_memory},
                      {"translations", translations},
                      {"the reader fails", reader_fails},
                      {"diagnostics outlive all", diagnostics_outlive_all},
                      {"from a folder", from_a_folder}});
}
