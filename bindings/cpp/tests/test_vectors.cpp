/* SPDX-License-Identifier: MIT */
/* Walks the project's walk vectors again, through the headers alone.
 *
 *     test_vectors FILE-OR-FOLDER…
 */
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

#include "vectors.hpp"

namespace
{

using tier1::value_ref;

/** Reads and writes the vectors' JSON. */
const tier1::engine &json_engine()
{
    static const tier1::engine engine = [] {
        tier1::engine_options options;
        options.caps.file_bytes = 64u << 20;
        return tier1::engine(std::move(options));
    }();
    return engine;
}

std::string text_of(value_ref map, const char *key)
{
    return std::string(map[key].text());
}

/** Holds what was got against what stands in the vectors. */
void hold(const std::string &place, value_ref expected, value_ref got)
{
    if (expected.kind() == TIER1_MAP && got.kind() == TIER1_MAP) {
        for (auto pair : got.pairs())
            hold(place + ": " + std::string(pair.first), expected[pair.first],
                 pair.second);
        if (expected.size() == got.size())
            return;
    }
    std::string a = json_engine().json(expected), b = json_engine().json(got);
    std::size_t at = 0;
    if (a == b)
        return;
    while (at < a.size() && at < b.size() && a[at] == b[at])
        at++;
    at = at > 30 ? at - 30 : 0;
    throw std::logic_error(place + " differs\n    expected …" +
                           a.substr(at, 120) + "\n    got      …" +
                           b.substr(at, 120));
}

class walk
{
  public:
    walk(const tier1::library &library, value_ref of)
        : of_(of), library_(library), now_(0), engine_(options())
    {
        for (auto pair : of["host"].pairs())
            engine_.host(pair.first, [this, results = pair.second,
                                      name = std::string(pair.first)](
                                         const tier1::call &c) {
                return answer(results[calls_[name]++], c);
            });
    }

    void run()
    {
        std::string name = text_of(of_, "name");
        int number = 0;

        hold(name + ": start", of_["start"],
             came(attempt([&] { return start(); }), {}));
        for (value_ref action : of_["actions"].items()) {
            std::string call = text_of(action, "call");
            hold(name + ": action " + std::to_string(++number) + " (" + call +
                     ")",
                 without_request(action), act(call, action));
        }
        hold(name + ": end", of_["end"], end());
    }

  private:
    tier1::engine_options options()
    {
        tier1::engine_options options;

        for (auto pair : of_["caps"].pairs())
            tier1::detail::check(
                tier1_caps_set(&options.caps, std::string(pair.first).c_str(),
                               pair.second.as<std::uint64_t>()));
        if (!of_["at"].is_null())
            options.clock = [this] { return now_; };
        return options;
    }

    static tier1::reply answer(value_ref result, const tier1::call &c)
    {
        if (!result["later"].is_null())
            return c.later();
        if (!result["timeout"].is_null())
            return c.timed_out();
        if (!result["error"].is_null())
            throw std::runtime_error(text_of(result, "error"));
        return c.result(result["value"]);
    }

    int start()
    {
        value_ref from = of_["options"];
        tier1::session_options to;

        if (!of_["at"].is_null())
            now_ = of_["at"].as<std::int64_t>();
        to.id = text_of(from, "id");
        to.audience = text_of(from, "audience");
        to.language = text_of(from, "language");
        to.channel = text_of(from, "channel");
        to.owner = text_of(from, "owner");
        to.requester = text_of(from, "requester");
        to.submitter = text_of(from, "submitter");
        to.traceparent = text_of(from, "traceparent");
        copy(to.external, from["external"]);
        copy(to.given, from["given"]);
        copy(to.history, from["history"]);
        copy(to.problem, from["problem"]);
        copy(to.custom, from["custom"]);
        session_ =
            tier1::session::start(engine_, library_, of_["flow"].text(), to);
        return int(session_->state());
    }

    void copy(tier1::value &to, value_ref from)
    {
        if (!from.is_null())
            to = engine_.value(from);
    }

    /** The status of what is done, whether it is told or thrown. */
    template <class Do> int attempt(Do act)
    {
        thrown_.clear();
        try {
            return act();
        } catch (const tier1::error &e) {
            thrown_ = e.what();
            return e.status();
        }
    }

    static int status(const tier1::reaction &reaction)
    {
        return reaction ? int(reaction.state()) : reaction.status();
    }

    tier1::value act(const std::string &call, value_ref action)
    {
        std::optional<std::string> snapshot;

        if (!action["at"].is_null())
            now_ = action["at"].as<std::int64_t>();
        int rc = attempt([&] {
            if (call == "restore") {
                snapshot = session_->snapshot();
                session_ =
                    tier1::session::restore(engine_, library_, *snapshot);
                return int(session_->state());
            }
            if (call == "replay") {
                session_ = tier1::session::replay(engine_, library_,
                                                  session_->record());
                return int(session_->state());
            }
            if (call == "rest") {
                session_->rest();
                return int(TIER1_OK);
            }
            if (call == "tick")
                return int(session_->tick());
            return status(say(call, action));
        });
        seen more(json_engine());
        if (snapshot)
            more.put("snapshot", hexadecimal(*snapshot));
        if (call == "revise" && rc > 0)
            more.put("changes", seen_changes(json_engine(), *session_));
        return came(rc, more.take());
    }

    tier1::reaction say(const std::string &call, value_ref a)
    {
        std::string why = text_of(a, "why");
        std::uint64_t token = a["token"].is_null()
                                  ? session_->view().wait().token()
                                  : std::stoull(text_of(a, "token"));

        if (call == "answer")
            return session_->answer(a["text"].text());
        if (call == "answer_value")
            return session_->answer_value(a["value"]);
        if (call == "complete")
            return session_->complete(token, a["value"]);
        if (call == "fail")
            return session_->fail(token, why, a["status"].as<int>());
        if (call == "back")
            return session_->back();
        if (call == "revise")
            return session_->revise(a["step"].text(), a["value"], why);
        if (call == "escalate")
            return session_->escalate(why);
        if (call == "abandon")
            return session_->abandon(why);
        if (call == "transfer")
            return session_->transfer(a["to"].text(), why);
        throw std::logic_error("there is no action '" + call + "'");
    }

    /** What a call came to, with what else is told of it. */
    tier1::value came(int rc, value_ref more)
    {
        seen map(json_engine());

        map.put("returns", rc);
        if (rc < 0)
            map.put("problem",
                    session_ ? session_->problem() : std::string_view(thrown_));
        if (session_)
            map.put("view", seen_view(json_engine(), session_->view()));
        for (auto pair : more.pairs())
            map.put(pair.first, pair.second);
        return map.take();
    }

    static tier1::value without_request(value_ref action)
    {
        static const std::set<std::string_view> request = {
            "at",   "call", "text", "value", "token",
            "step", "why",  "to",   "status"};
        seen map(json_engine());

        for (auto pair : action.pairs())
            if (request.count(pair.first) == 0)
                map.put(pair.first, pair.second);
        return map.take();
    }

    tier1::value end()
    {
        const tier1::engine &e = json_engine();
        seen map(e);

        if (!session_)
            return map.take();
        map.put("outcome", seen_outcome(e, *session_));
        map.put("visits", seen_visits(e, *session_));
        map.put("record", session_->record());
        if (session_->state() != tier1::state::done)
            return map.take();
        map.put("packets", seen_packets(e, *session_, false));
        if (!of_["end"]["customer"].is_null())
            map.put("customer", seen_packets(e, *session_, true));
        return map.take();
    }

    value_ref of_;
    const tier1::library &library_;
    std::int64_t now_;
    tier1::engine engine_;
    std::map<std::string, std::size_t> calls_;
    std::optional<tier1::session> session_;
    std::string thrown_;
};

tier1::library load(value_ref file)
{
    std::vector<tier1::source> sources;
    tier1::load_options options;

    for (value_ref one : file["sources"].items())
        sources.push_back({text_of(one, "name"), one["text"].text()});
    options.read = [&](std::string_view,
                       std::string_view name) -> std::optional<tier1::file> {
        for (value_ref one : file["beside"].items())
            if (one["name"].text() == name)
                return tier1::file{text_of(one, "text")};
        return std::nullopt;
    };
    return tier1::library::load(tier1::engine(), sources, options);
}

struct tally {
    int walks = 0, agree = 0;
};

void replay(const std::filesystem::path &path, tally &count)
{
    std::ifstream in(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)),
                      std::istreambuf_iterator<char>());
    tier1::value file = json_engine().json(bytes);
    tier1::library library = load(file);

    for (value_ref one : file["walks"].items()) {
        count.walks++;
        try {
            walk(library, one).run();
            count.agree++;
        } catch (const std::exception &e) {
            std::cout << "not ok " << e.what() << '\n';
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    tally count;

    try {
        for (int i = 1; i < argc; i++) {
            std::filesystem::path path(argv[i]);
            if (!std::filesystem::is_directory(path)) {
                replay(path, count);
                continue;
            }
            for (const auto &entry : std::filesystem::directory_iterator(path))
                if (entry.path().extension() == ".json")
                    replay(entry.path(), count);
        }
    } catch (const std::exception &e) {
        std::cout << "not ok " << e.what() << '\n';
        return 2;
    }
    std::cout << count.agree << " of " << count.walks << " walks agree\n";
    return count.walks > 0 && count.agree == count.walks ? 0 : 1;
}
