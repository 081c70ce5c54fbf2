"""A package has one URL, whoever writes it and however."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.purls.ecosystems import Place, place
from storewarden.kernels.purls.purl import Read, purl, read


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("composer", "Magento/Product-Community-Edition"), "magento/product-community-edition"),
        (("composer", "magento", "module-catalog"), "magento/module-catalog"),
        (("npm", "@angular/core"), "%40angular/core"),
        (("npm", "JSONStream"), "jsonstream"),
        (("pypi", "Zope.Interface__x"), "zope-interface-x"),
        (("golang", "github.com/Azure/go-autorest"), "github.com/azure/go-autorest"),
        (
            ("maven", "org.apache.logging.log4j", "log4j-core"),
            "org.apache.logging.log4j/log4j-core",
        ),
        (("deb", "debian", "libstdc++6"), "debian/libstdc%2B%2B6"),
        (("wordpress", "plugin", "Contact-Form-7"), "plugin/contact-form-7"),
        (("generic", "a b\x1b[31m"), "a%20b%1B%5B31m"),
    ],
)
def test_names_are_written_as_their_type_demands(path: tuple[str, ...], written: str) -> None:
    assert purl(*path) == f"pkg:{path[0]}/{written}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:pypi/Django@4.2.1", Read("pkg:pypi/django", "4.2.1")),
        ("pkg:npm/%40scope/name@1.0.0", Read("pkg:npm/%40scope/name", "1.0.0")),
        ("pkg:npm/@scope/name", Read("pkg:npm/%40scope/name")),
        (
            "PKG:deb/Debian/libssl3@1:3.0.11-1~deb12u2?Distro=debian-12&upstream=openssl#sub",
            Read(
                "pkg:deb/debian/libssl3",
                "1:3.0.11-1~deb12u2",
                {"distro": "debian-12", "upstream": "openssl"},
            ),
        ),
        ("pkg:composer/a/b@2.4.6-p5%2Bx", Read("pkg:composer/a/b", "2.4.6-p5+x")),
    ],
)
def test_a_purl_is_taken_apart(text: str, expected: Read) -> None:
    assert read(text) == expected


def test_kind_and_path_of_what_was_read() -> None:
    found = read("pkg:npm/%40scope/name@1")
    assert (found.kind, found.path) == ("npm", ("@scope", "name"))


@pytest.mark.parametrize(
    "text", ["", "django", "pkg:", "pkg:pypi", "pkg:pypi/", "pkg:../x/y", "pkg:pypi/" + "a" * 5000]
)
def test_what_is_no_purl_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="package"):
        read(text)


@given(st.sampled_from(["npm", "pypi", "composer", "gem"]), st.text(min_size=1, max_size=30))
def test_writing_and_reading_agree(kind: str, name: str) -> None:
    if not name.strip("/") or not name.encode("utf-8", "ignore"):
        return
    try:
        written = purl(kind, name)
    except (ValueError, UnicodeEncodeError):
        return
    assert read(written).purl == written


@pytest.mark.parametrize(
    ("ecosystem", "name", "expected"),
    [
        ("PyPI", "Django", Place("pkg:pypi/django", "")),
        ("Packagist", "Drupal/Core", Place("pkg:composer/drupal/core", "")),
        (
            "Packagist:https://packages.drupal.org/8",
            "drupal/access_code",
            Place("pkg:composer/drupal/access_code", ""),
        ),
        ("Debian:12", "openssl", Place("pkg:deb/debian/openssl", "debian-12")),
        ("Debian", "openssl", Place("pkg:deb/debian/openssl", "")),
        ("Ubuntu:22.04:LTS", "openssl", Place("pkg:deb/ubuntu/openssl", "ubuntu-22.04")),
        ("Ubuntu:Pro:18.04:LTS", "openssl", Place("pkg:deb/ubuntu/openssl", "ubuntu-18.04")),
        ("Alpine:v3.20", "openssl", Place("pkg:apk/alpine/openssl", "alpine-3.20")),
        ("Debian:bookworm", "openssl", Place("pkg:deb/debian/openssl", "debian-12")),
        ("Alpine:edge", "openssl", Place("pkg:apk/alpine/openssl", "alpine-edge")),
        ("Packagist:https://packages.drupal.org/7", "drupal/ctools", None),
        ("Maven", "org.a:b", Place("pkg:maven/org.a/b", "")),
        ("Bioconductor", "x", None),
    ],
)
def test_osv_names_the_same_packages(ecosystem: str, name: str, expected: Place | None) -> None:
    assert place(ecosystem, name) == expected
