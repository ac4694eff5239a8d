# SPDX-License-Identifier: MIT
"""Faults for shipped files: what an author mistypes, forgets or puts in the
wrong place. Each is (file in flows/, what stands there, what stands there
then); the first place of the text is meant."""

NET, PRINTER, CALLER = "no-internet", "printer-does-not-print", "identify-caller"
LOCKED, MAIL, WIFI = "account-locked", "cannot-send-email", "slow-wifi"
TEST, TONGUE = NET + ".test", CALLER + ".de"

SEEDS = (
    # The file.
    (NET, "tier1: 1\n", "tier1: 2\n"),
    (NET, "tier1: 1\n", ""),
    (NET, "id: no-internet", "id: No Internet"),
    (NET, "id: no-internet\n", ""),
    (NET, "title: No Internet connection\n", ""),
    (NET, "summary:", "sumary:"),
    (NET, "language: en", "language: english language"),
    (NET, "audience: [agent, customer]", "audience: [agent, supervisor]"),
    (NET, "target_time: 10m", "target_time: 10 minutes"),
    (NET, "  to: tier2-network", "  too: tier2-network"),
    (NET, "priority: normal", "priority: medium"),
    (NET, "{rule: unsure-route, step: line_verdict, why:",
     "{rule: unsure-route, step: line_verdict, because:"),
    (WIFI, "questions: {refusals: 3", "questions: {refusals: three"),
    (WIFI, "match: word", "match: words"),
    # Variables.
    (NET, "modem: {type: text,", "modem: {type: string,"),
    (NET, "given: optional", "given: maybe"),
    (NET, "disclose: agent", "disclose: customer"),
    (NET, "  modem: {type: text", "  my-modem: {type: text"),
    (NET, "sensitive: true", "sensitive: 7"),
    # Steps.
    (NET, "  access_kind:\n    phase", "  access-kind:\n    phase"),
    (NET, "    ask: How does the Internet come", "    aks: How does the Internet come"),
    (NET, "    ask: How does the Internet come into the house?\n",
     "    ask: How does the Internet come into the house?\n"
     "    tell: And now?\n"),
    (NET, "    phase: identify", "    phase: identification"),
    (NET, "    limit: 3", "    limit: 0"),
    (NET, "    on_limit: box_fault", "    on_limits: box_fault"),
    (NET, "      agent: Has every device", "      agents: Has every device"),
    (NET, "skip_if_known: true", "skip_if_known: often"),
    (NET, "    help: A lamp", "    hlep: A lamp"),
    (LOCKED, "    for: agent", "    for: agents"),
    (WIFI, "    note: If several", "    notes: If several"),
    # Questions, choices, forms.
    (NET, "    type: number\n    min: 0", "    type: numeric\n    min: 0"),
    (NET, "min: 0\n    max: 8760", "minimum: 0\n    max: 8760"),
    (NET, "{label: \"Only one, the others work\", also",
     "{lable: \"Only one, the others work\", also"),
    (NET, "exclusive: true}", "exclusive: 2}"),
    (PRINTER, "result: worked, goto: shows", "result: success, goto: shows"),
    (PRINTER, "once: true, goto: clear_jam", "once: true, go_to: clear_jam"),
    (PRINTER, "type: text, max: 80, optional: true}",
     "type: text, max: 80, required: true}"),
    # Remedies, machine steps, routes, sub-flows, ends.
    (NET, "    wait: 1m", "    wait: a minute"),
    (NET, "    cost: 2m", "    cost: 2"),
    (NET, "goto: line_fault_long}", "to: line_fault_long}"),
    (NET, "      - {when: hours_down >= 24, goto: line_fault_long}",
     "      - {when: hours_down >= 24}"),
    (NET, "timeout: 45s", "timeout: soon"),
    (NET, "    on_error: line_unknown", "    on_eror: line_unknown"),
    (NET, "    as: informed", "    as: done"),
    (NET, "    code: box_fault", "    cod: box_fault"),
    (PRINTER, "    cases:\n      usb", "    case:\n      usb"),
    # Tests and translations.
    (TEST, "  - name: a loose cable\n    answers", "  - answers"),
    (TEST, "      outcome: resolved", "      outcome: solved"),
    (TEST, "    audience: customer", "    audience: client"),
    (TEST, "flow: no-internet", "flows: no-internet"),
    (TONGUE, "translates: identify-caller\n", ""),
    (TONGUE, "    ask: Wie lautet", "    question: Wie lautet"),
    (TONGUE, "      customer: Bevor", "      client: Bevor"),
    (TONGUE, "summary:", "summery:"),
)
