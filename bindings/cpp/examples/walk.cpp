// SPDX-License-Identifier: MIT
// Walks the flow of a file, with answers from standard input.
#include <exception>
#include <iostream>
#include <string>

#include <tier1/tier1.hpp>

int main(int argc, char **argv)
try {
    tier1::engine engine(tier1::engine_options::posix());
    auto library = tier1::library::load(engine, argc > 1 ? argv[1] : "");
    auto session = tier1::session::start(engine, library);
    std::string line;

    while (session.state() == tier1::state::ask) {
        std::cout << session.view().text() << '\n';
        for (tier1::choice choice : session.view().question().choices())
            std::cout << "  " << choice.value() << ": " << choice.label()
                      << '\n';
        if (!std::getline(std::cin, line))
            (void)session.abandon("no more input");
        else if (!session.answer(line))
            std::cout << session.problem() << '\n';
    }
    std::cout << session.packet(TIER1_PACKET_MARKDOWN);
} catch (const std::exception &e) {
    std::cerr << e.what() << '\n';
    return 1;
}
