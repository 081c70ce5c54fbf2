"""The parts of a CSAF 2.0 document that we read.

Source: OASIS, Common Security Advisory Framework 2.0 (2022), section 3.2.
"""

import msgspec


class Reference(msgspec.Struct, gc=False):
    """A page about it."""

    url: str = ""
    category: str = ""


class Tracking(msgspec.Struct, gc=False):
    """Id and dates."""

    id: str
    initial_release_date: str | None = None
    current_release_date: str | None = None


class Severity(msgspec.Struct, gc=False):
    """The publisher's word for how grave it is."""

    text: str | None = None


class Head(msgspec.Struct, gc=False):
    """What the whole document is about."""

    title: str
    tracking: Tracking
    category: str = ""
    aggregate_severity: Severity | None = None
    references: list[Reference] = msgspec.field(default_factory=list)


class Identification(msgspec.Struct, gc=False):
    """How a product is told in other systems; CSAF 2.1 has several package URLs."""

    purl: str | None = None
    purls: list[str] = msgspec.field(default_factory=list)


class Product(msgspec.Struct, gc=False):
    """One product, in one version or range of versions."""

    product_id: str
    product_identification_helper: Identification | None = None


class Branch(msgspec.Struct, gc=False):
    """A knot of the tree of products."""

    category: str = ""
    name: str = ""
    branches: list["Branch"] = msgspec.field(default_factory=list)
    product: Product | None = None


class Relationship(msgspec.Struct, gc=False):
    """A product as a part of another one."""

    product_reference: str
    full_product_name: Product


class Tree(msgspec.Struct, gc=False):
    """All products of a document."""

    branches: list[Branch] = msgspec.field(default_factory=list)
    full_product_names: list[Product] = msgspec.field(default_factory=list)
    relationships: list[Relationship] = msgspec.field(default_factory=list)


class Standing(msgspec.Struct, gc=False):
    """Ids of products, by what is said of them."""

    known_affected: list[str] = msgspec.field(default_factory=list)
    first_affected: list[str] = msgspec.field(default_factory=list)
    last_affected: list[str] = msgspec.field(default_factory=list)
    fixed: list[str] = msgspec.field(default_factory=list)
    first_fixed: list[str] = msgspec.field(default_factory=list)
    under_investigation: list[str] = msgspec.field(default_factory=list)


class Vector(msgspec.Struct, gc=False, rename="camel"):
    """A CVSS vector and its word."""

    vector_string: str = ""
    base_severity: str = ""


class Score(msgspec.Struct, gc=False):
    """How grave it is for some of the products."""

    cvss_v3: Vector | None = None
    cvss_v4: Vector | None = None


class Remediation(msgspec.Struct, gc=False):
    """What to do."""

    category: str
    details: str = ""


class Name(msgspec.Struct, gc=False):
    """The publisher's own name for it."""

    text: str = ""


class Weakness(msgspec.Struct, gc=False):
    """One vulnerability of a document."""

    cve: str | None = None
    title: str | None = None
    ids: list[Name] = msgspec.field(default_factory=list)
    product_status: Standing = msgspec.field(default_factory=Standing)
    scores: list[Score] = msgspec.field(default_factory=list)
    remediations: list[Remediation] = msgspec.field(default_factory=list)


class Advisory(msgspec.Struct, gc=False):
    """One document."""

    document: Head
    product_tree: Tree = msgspec.field(default_factory=Tree)
    vulnerabilities: list[Weakness] = msgspec.field(default_factory=list)
