"""Versions as publishers write them, invented by rule for every scheme."""

from hypothesis import strategies as st

NUMBERS = st.sampled_from([*range(13), 99, 100, 255, 256, 65_535, 20_240_101]).map(str)


def _joined(parts: list[str]) -> str:
    return ".".join(parts)


def _words(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


DOTTED = st.lists(NUMBERS, min_size=1, max_size=4).map(_joined)
SHORT = st.integers(0, 12).map(str)
COMPOSER = st.builds(
    lambda start, numbers, tail, dev: _joined([start, *numbers]) + tail + dev,
    SHORT,
    st.lists(NUMBERS, max_size=3),
    st.one_of(
        st.just(""),
        st.builds(
            lambda sign, word, more, count: f"{sign}{word}{more}{count}",
            _words("-", ".", "_", ""),
            _words("alpha", "beta", "RC", "rc", "patch", "p", "b", "a", "pl", "stable", "BETA"),
            _words("", ".", "-"),
            NUMBERS,
        ),
        st.builds(lambda word: f"-{word}", _words("alpha", "p", "RC", "stable")),
    ),
    _words("", "", "-dev"),
)
PHP = st.builds(
    lambda start, rest: start + "".join(rest),
    NUMBERS,
    st.lists(
        st.builds(
            lambda sign, part: sign + part,
            _words(".", "-", "_", "+", ""),
            st.one_of(
                NUMBERS,
                _words("dev", "alpha", "a", "beta", "b", "RC", "rc", "pl", "p", "foo", "Rc"),
            ),
        ),
        max_size=5,
    ),
)
NPM = st.builds(
    lambda numbers, before, build: _joined(numbers) + before + build,
    st.lists(NUMBERS, min_size=3, max_size=3),
    st.one_of(
        st.just(""),
        st.lists(
            st.one_of(NUMBERS, st.text("abzAZ019-", min_size=1, max_size=3)), min_size=1, max_size=3
        ).map(lambda parts: "-" + _joined(parts)),
    ),
    _words("", "", "+b.1"),
)
PYPI = st.builds(
    lambda epoch, numbers, pre, post, dev, local: epoch + numbers + pre + post + dev + local,
    _words("", "", "1!"),
    DOTTED,
    st.one_of(
        st.just(""), st.builds(lambda word, n: word + n, _words("a", "b", "rc", ".c"), SHORT)
    ),
    _words("", "", ".post1", ".post0", ".post10"),
    _words("", "", ".dev0", ".dev3"),
    _words("", "", "+1", "+1.a", "+a.1", "+a.b", "+10", "+ab"),
)
DEBIAN = st.builds(
    lambda epoch, start, rest, revision: epoch + start + rest + revision,
    _words("", "", "0:", "1:", "12:"),
    NUMBERS,
    st.text("0129az.+~", max_size=6),
    st.one_of(st.just(""), st.text("0129az.+~", min_size=1, max_size=5).map(lambda t: f"-{t}")),
)
RUBY = st.builds(
    lambda start, rest, pre: start + rest + pre,
    NUMBERS,
    st.lists(st.one_of(NUMBERS, _words("a", "b2", "rc1", "pre", "2a0")), max_size=4).map(
        lambda parts: "".join(f".{part}" for part in parts)
    ),
    _words("", "", "-1", "-rc.1", "-a"),
)
WORDPRESS = st.builds(
    lambda numbers, tail: numbers + tail,
    DOTTED,
    _words("", "", "-beta1", "-RC1", " beta 2", "-alpha", "b", "-free", ".beta.3"),
)
MAVEN = st.builds(
    lambda numbers, tail: numbers + tail,
    DOTTED,
    _words("", "", "-SNAPSHOT", ".Final", "-beta1", "-rc-1", "-jre", ".GA", "-sp-1"),
)
ALPINE = st.builds(
    lambda numbers, letter, tail, build: numbers + letter + tail + build,
    DOTTED,
    _words("", "", "a", "k"),
    _words("", "_alpha1", "_rc2", "_p1", "_pre", "_beta"),
    _words("", "-r0", "-r1", "-r12"),
)
LETTERED = st.builds(
    lambda numbers, letter, tail: numbers + letter + tail,
    DOTTED,
    _words("", "", "a", "k", "z", "za", "ZK", "b1", "rc1"),
    _words("", "", "-dev", "-pre2", "-beta1", "-fips", "-pre10-dev", "+quic", ".1"),
)
BY_PURL = {
    "pkg:composer/a/b": COMPOSER,
    "pkg:generic/a": PHP,
    "pkg:generic/openssl": LETTERED,
    "pkg:npm/a": NPM,
    "pkg:golang/a.example/b": NPM.map(lambda version: f"v{version}"),
    "pkg:pypi/a": PYPI,
    "pkg:deb/debian/a": DEBIAN,
    "pkg:gem/a": RUBY,
    "pkg:wordpress/plugin/a": WORDPRESS,
    "pkg:maven/a/b": MAVEN,
    "pkg:apk/alpine/a": ALPINE,
}
