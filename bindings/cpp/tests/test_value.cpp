// SPDX-License-Identifier: MIT
// Values: built from C++ types, and read as them.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "check.hpp"

static void scalars()
{
    tier1::engine engine;

    CHECK(engine.value(nullptr).kind() == TIER1_NULL);
    CHECK(engine.value(std::optional<int>()).kind() == TIER1_NULL);
    CHECK(engine.value(true).as<bool>());
    CHECK(engine.value(-7).as<std::int64_t>() == -7);
    CHECK(engine.value(2.5).as<double>() == 2.5);
    CHECK(engine.value(2).as<double>() == 2);
    CHECK(engine.value("Kim").as<std::string>() == "Kim");
    CHECK(engine.value(std::string_view("Kim!", 3)).as<std::string>() == "Kim");
    CHECK(engine.value(std::optional<int>(3)).as<std::optional<int>>() == 3);
    CHECK(!engine.value(nullptr).as<std::optional<int>>());
}

static void what_does_not_fit()
{
    tier1::engine engine;
    tier1::value big = engine.value(300);

    CHECK(big.as<std::uint16_t>() == 300);
    CHECK_STATUS(TIER1_EINVALID, big.as<std::uint8_t>());
    CHECK_STATUS(TIER1_EINVALID, engine.value(-1).as<unsigned>());
    CHECK_STATUS(TIER1_EINVALID, big.as<std::string>());
    CHECK_STATUS(TIER1_EINVALID, engine.value("1").as<int>());
    CHECK_STATUS(TIER1_EINVALID, engine.value(1.5).as<int>());
    CHECK_STATUS(TIER1_EINVALID, engine.value(UINT64_MAX));
    CHECK_STATUS(TIER1_EINVALID, engine.value(std::nan("")));
    CHECK_STATUS(TIER1_EINVALID, engine.value("\xff"));
    CHECK_STATUS(TIER1_EINVALID, engine.value(std::string("a\0b", 3)));
}

static void nested()
{
    tier1::engine engine;
    std::map<std::string, std::vector<int>> from = {{"a", {1, 2}}, {"b", {}}};
    tier1::value value = engine.value(from);

    CHECK((value.as<std::map<std::string, std::vector<int>>>() == from));
    CHECK(engine.json(value) == R"({"a":[1,2],"b":[]})");
    CHECK(value["a"][1].as<int>() == 2);
    CHECK(value["none"].is_null() && value["a"][9].is_null());

    tier1::value map = engine.map({{"who", "Kim"}, {"copy", value}, {"n", 3}});
    std::string keys;
    for (auto [key, item] : map.ref().pairs())
        keys += std::string(key) + ' ';
    CHECK(keys == "who copy n ");
    CHECK(map["copy"]["a"].size() == 2);

    tier1::value list = engine.list({1, "two", engine.map()});
    list.append(engine.value(4));
    CHECK(engine.json(list) == R"([1,"two",{},4])");
    CHECK_STATUS(TIER1_EMISUSE, map.append(engine.value(1)));
    map.set("n", engine.value(false));
    CHECK(!map["n"].as<bool>());
}

static void json()
{
    tier1::engine engine;

    CHECK(engine.json(R"({"a":[1,2.5,null,"x"]})")["a"][1].as<double>() == 2.5);
    CHECK_STATUS(TIER1_EINVALID, engine.json("{"));
    CHECK_STATUS(TIER1_EINVALID, engine.json(R"({"a":1,"a":2})"));
}

static void outlives_its_engine()
{
    std::size_t in_use = 0;
    tier1::value value;
    {
        tier1::engine_options options;
        options.allocate = [&](void *ptr, std::size_t old, std::size_t size) {
            in_use += size - (ptr ? old : 0);
            if (size == 0) {
                std::free(ptr);
                return static_cast<void *>(nullptr);
            }
            return std::realloc(ptr, size);
        };
        tier1::engine engine(std::move(options));
        value = engine.map({{"a", 1}});
        value = engine.map({{"b", 2}});
    }
    CHECK(value["b"].as<int>() == 2);
    CHECK(in_use > 0);
    value = tier1::value();
    CHECK(in_use == 0);
}

int main()
{
    return run_cases({{"scalars", scalars},
                      {"what does not fit", what_does_not_fit},
                      {"nested", nested},
                      {"json", json},
                      {"outlives its engine", outlives_its_engine}});
}
