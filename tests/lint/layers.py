#!/usr/bin/env python3
"""Checks that each room includes only what it may (docs/ARCHITECTURE.md, "Rooms").

layers.py ROOT         checks the tree below ROOT
layers.py --self-test  plants one violation of each kind in a scratch tree and expects each to be found
"""
import pathlib
import re
import sys
import tempfile

# Room -> (rooms it may include, prefixes of library headers it may include). The standard library and POSIX are free.
BOOST_JSON = ["boost/json"]
PQ = ["pqxx/", "libpq-fe.h"]
RULES = {
    "workflow": ([], BOOST_JSON + ["yaml.h", "jq.h", "jv.h", "re2/", "openssl/evp.h"]),
    "ledger": ([], BOOST_JSON + ["openssl/"]),
    "actions": (["workflow"], BOOST_JSON + PQ + ["curl/"]),
    "store": (["workflow", "ledger"], BOOST_JSON + PQ + ["openssl/", "spdlog/"]),
    "actors": (["workflow"], BOOST_JSON + ["caf/", "spdlog/"]),
    "http": (["workflow"], ["boost/", "pistache/", "openssl/", "prometheus/", "spdlog/"]),
    "admin": (["workflow", "http"], BOOST_JSON + ["openssl/", "spdlog/"]),
    "app": (["workflow", "ledger", "actions", "store", "actors", "http", "admin"],
            BOOST_JSON + PQ + ["curl/", "openssl/", "spdlog/", "date/"]),
}
# What is free for all: the standard library, the system, and what the build makes out of files of the project.
FREE = re.compile(r"[a-z_]+|(sys|netinet|arpa)/[a-z]+\.h|(unistd|fcntl|poll|netdb|pwd|grp|pthread|malloc|iconv|dirent)\.h|embedded/\w+\.hpp")
# The core and the ledger have no threads, files or randomness (nor a clock: <chrono> is for its types); libjq is kept on threads that nobody sees.
IMPURE = re.compile(r"atomic|condition_variable|filesystem|fstream|future|iostream|mutex|random|shared_mutex|stop_token|thread|"
                    r"(sys|netinet|arpa)/.*|(unistd|fcntl|poll|netdb|pwd|grp|pthread|malloc|dirent)\.h")
PURE = {"workflow": ["workflow/expression/jq_"], "ledger": []}
# Only these folders know these libraries; the rest of the room sees plain types.
CONFINED = {"pistache/": "http/server/", "boost/beast": "http/server/", "caf/": "actors/", "jq.h": "workflow/expression/",
            "jv.h": "workflow/expression/", "yaml.h": "workflow/definition/"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def violations_of(path, text):
    room = path.split("/", 1)[0]
    rooms, libraries = RULES[room]
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        header = found.group(1)
        where = f"{path}:{number}"
        if ".." in header.split("/"):
            yield f"{where}: includes are written from the root, not as {header}"
            continue
        other = header.split("/", 1)[0]
        if other in RULES and "/" in header:
            if other != room and other not in rooms:
                yield (f"{where}: {room}/ includes {header}, but may include only {', '.join(rooms) or 'no other room'}: "
                       f"put what both need behind an interface in workflow/ports/")
            continue
        if not FREE.fullmatch(header) and not any(header.startswith(prefix) for prefix in libraries):
            yield f"{where}: {room}/ includes <{header}>, a library that belongs to another room or to none"
        excepted = any(path.startswith(prefix) for prefix in PURE.get(room, []))
        if room in PURE and IMPURE.fullmatch(header) and not excepted:
            yield f"{where}: {room}/ is pure, and <{header}> is not: let the shells do it and pass the result in"
        for prefix, folder in CONFINED.items():
            if header.startswith(prefix) and not path.startswith(folder):
                yield f"{where}: <{header}> is for {folder} alone; include that folder's plain header instead"


def check(root):
    root = pathlib.Path(root)
    count = 0
    found = []
    for room in RULES:
        for file in sorted((root / room).rglob("*")):
            if "web" in file.parts or not file.is_file():
                continue
            if file.suffix in (".h", ".cc", ".cxx", ".hxx", ".ipp", ".inl"):
                found.append(f"{file.relative_to(root)}: sources end in .cpp, headers in .hpp")
            if file.suffix in (".cpp", ".hpp"):
                count += 1
                found += violations_of(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    return count, found


def self_test():
    planted = {
        "store/a.cpp": '#include "actors/engine.hpp"\n',
        "ledger/a.cpp": '#include "workflow/base/json.hpp"\n',
        "workflow/a.hpp": "#include <pqxx/connection>\n",
        "actors/a.cpp": "#include <pistache/endpoint.h>\n",
        "http/a.cpp": "#include <boost/beast/http.hpp>\n",
        "admin/a.cpp": '#  include "store/store.hpp"\n',
        "workflow/run/a.cpp": "#include <jq.h>\n",
        "workflow/run/b.cpp": "#include <thread>\n",
        "store/b.cpp": '#include "../actors/engine.hpp"\n',
        "store/c.ipp": "",
        "ledger/b.cpp": "#include <date/tz.h>\n",
    }
    with tempfile.TemporaryDirectory() as scratch:
        for path, text in planted.items():
            file = pathlib.Path(scratch, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        _, found = check(scratch)
    missed = [path for path in planted if not any(line.startswith(path) for line in found)]
    if missed:
        sys.exit(f"layers: the guard itself is broken, it does not see: {missed}")
    print(f"layers: all {len(planted)} planted violations found")


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    count, found = check(sys.argv[1])
    for line in found:
        print(line)
    if found or count == 0:
        sys.exit(f"layers: {len(found)} violation(s) in {count} files")
    print(f"layers: {count} files")


main()
