"""What a request is, told by its path and query: the action table of each platform.

A failed log-in is rarely a 401: WordPress, Wagtail, Oscar, PrestaShop and Zen Cart answer 200 and
show the form again, success is 302; OpenCart answers 200 to both with a short JSON whose size
differs; Magento's customer log-in and Joomla redirect either way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from storewarden.kernels.windows.signals import Signal

READ, POST, ANY = "read", "post", "any"
FORM: Final = ((200, 200, "login_failed"), (301, 303, "login_ok"), (400, 499, "login_failed"))
API: Final = ((200, 204, "login_ok"), (400, 403, "login_failed"), (422, 429, "login_failed"))
BLIND: Final = ((200, 399, "login_try"), (400, 499, "login_failed"))
SIZED: Final = ((301, 303, "login_ok"), (400, 499, "login_failed"))
SHORT, LONG = 120, 2_000
"""Bytes: OpenCart's JSON for success is between them, for failure shorter; longer is a page."""

Outcomes = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that a path or a query shows.

    Attributes:
        path: regular expression (RE2) that is searched in the path, without regard to case.
        query: the same for the query; one of the two is enough.
        method: ``read`` (GET and HEAD), ``post`` (POST and PUT) or ``any``.
        outcomes: (first status, last status, signal); every one that fits counts.
        platforms: those that it belongs to; empty for all. An unknown platform has all.
        sized: the size of a 200 tells success from failure (see `SHORT`).
        not_path: paths that it does not mean although `path` fits.
    """

    path: str = ""
    query: str = ""
    method: str = POST
    outcomes: Outcomes = FORM
    platforms: frozenset[str] = frozenset()
    sized: bool = False
    not_path: str = ""


def _always(signal: str, first: int = 200, last: int = 499) -> Outcomes:
    return ((first, last, signal),)


def _on(*platforms: str) -> frozenset[str]:
    return frozenset(platforms)


_WP: Final = _on("wordpress", "woocommerce")
_CARD: Final = (*_always("card_try"), *_always("card_failed", 400, 403), (422, 422, "card_failed"))
STATIC: Final = (
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|eot|otf|mp4|webm|mp3)$"
)
GOODS_PATH: Final = (
    r"(?:^|/)(?:catalogu?e?|products?|produkte?|produits?|shop|items?|artikel|p|dp|category"
    r"|kategorie|collections?|pricelist[^/]*)(?:/|$)|/\d+-[^/]+\.html$|/[^/]+-\d+\.html$"
    r"|/pricelist"
)
GOODS_QUERY: Final = r"(?:^|&)(?:product_id|id_product|products_id)=|route=product/|main_page=prod"

TRAITS: Final[tuple[Trait, ...]] = (
    Trait(r"/wp-login\.php$", platforms=_WP),
    Trait(r"/(?:my-account|mein-konto|mon-compte|mi-cuenta)/?$", platforms=_on("woocommerce")),
    Trait(r"/xmlrpc\.php$", outcomes=BLIND, platforms=_WP),
    Trait(r"/(?:admin|cms|dashboard)/login/?$", platforms=_on("wagtail", "django", "django-oscar")),
    Trait(r"/accounts?/log-?in/?$", platforms=_on("django-oscar", "shopware", "django")),
    Trait(r"/user/login/?$|^/user/?$", r"(?:^|&)q=user/login", platforms=_on("drupal")),
    Trait(query=r"(?:^|&)loginProvider=", platforms=_on("typo3")),
    Trait(r"/login-actions/authenticate$|/php-?my-?admin[^/]*/(?:index\.php)?$"),
    Trait(r"/j_(?:\w+_)?security_check$", outcomes=BLIND),
    Trait(r"/(?:oauth2?|connect)/token$", outcomes=API),
    Trait(
        r"/(?:login|authentication|connexion|anmeldung|iniciar-sesion|accedi)$",
        r"(?:^|&)controller=authentication",
        platforms=_on("prestashop"),
    ),
    Trait(query=r"(?:^|&)controller=AdminLogin", outcomes=BLIND, platforms=_on("prestashop")),
    Trait(query=r"main_page=login&action=process|cmd=login&", platforms=_on("zencart")),
    Trait(
        query=r"route=(?:account|common|affiliate)/login",
        outcomes=SIZED,
        platforms=_on("opencart"),
        sized=True,
    ),
    Trait(r"/customer/account/loginPost", outcomes=BLIND, platforms=_on("magento")),
    Trait(
        r"/customer/ajax/login|/rest/.*/integration/(?:customer|admin)/token|/tfa/.*authenticate",
        outcomes=API,
        platforms=_on("magento"),
    ),
    Trait(r"^/(?:index\.php/)?admin(?:_\w+)?/?(?:admin/?.*)?$", platforms=_on("magento")),
    Trait(
        r"/administrator/(?:index\.php)?$",
        r"task=user\.login",
        outcomes=BLIND,
        platforms=_on("joomla"),
    ),
    Trait(r"/api/oauth/token$", outcomes=API, platforms=_on("shopware")),
    Trait(
        r"/(?:log[-_]?in|sign[-_]?in|logon|anmelden|auth|sessions?)(?:\.\w+|/)?$",
        not_path=r"/(?:api|rest|graphql|v\d)/|\.json|wp-login",
    ),
    Trait(
        r"/(?:api|rest|v\d)/.*(?:log-?in|sign-?in|sessions?|tokens?|authenticate)/?$", outcomes=API
    ),
    Trait(
        r"/vouchers?/add|apply-coupon|/couponPost|/promotion/add|/coupons?/"
        r"|(?:vouchers?|coupons?|promo(?:-?codes?)?|discount(?:-?codes?)?|gift-?cards?)"
        r"(?:/(?:add|apply|check|validate|redeem))?/?$",
        r"wc-ajax=apply_coupon|(?:^|&)(?:addDiscount|discount_name)=|route=.*(?:coupon|voucher)",
        outcomes=_always("voucher_try"),
    ),
    Trait(
        r"(?:vouchers?|coupons?|promo|gift-?cards?)/(?:check|validate|apply|redeem|balance)",
        method=READ,
        outcomes=_always("voucher_try"),
    ),
    Trait(
        r"/gateway/charge|/payment-(?:information|details)|/wc/store/v\d/checkout"
        r"|/(?:charges?|payments?|payment_intents|pay|cards?)"
        r"(?:/(?:\w+/)?(?:confirm|create|charge|process|authori[sz]e))?/?$",
        r"wc-ajax=checkout|route=extension/.*payment",
        outcomes=_CARD,
    ),
    Trait(
        r"/exports?/|/export$|(?:orders?|customers?|kunden|price-?list|report)[^/]*\.(?:csv|xlsx?|xml)$",
        r"(?:^|&)(?:export|format)=(?:csv|xlsx?)",
        method=ANY,
        outcomes=_always("export", 200, 299),
    ),
    Trait(
        r"/wp-json/wp/v2/users|/author/\d+",
        r"(?:^|&)author=\d+|rest_route=/wp/v2/users",
        method=READ,
        outcomes=_always("user_listing", 200, 499),
        platforms=_WP,
    ),
    Trait(
        r"/(?:password[-_]?reset|forgot[-_]?password|lost-?password|forgotpasswordpost)",
        r"action=lostpassword|route=account/forgot|controller=password",
        outcomes=_always("password_reset"),
    ),
    Trait(
        r"/(?:register|registration|sign-?up|createpost|user/register)/?$",
        r"action=register|route=account/register",
        outcomes=_always("registration", 200, 399),
    ),
    Trait(r"/(?:api|rest|wp-json|graphql)(?:/|$)", method=ANY, outcomes=_always("api_call")),
    Trait(
        r"/(?:api|rest|wp-json|graphql)(?:/|$)",
        method=ANY,
        outcomes=_always("api_denied", 401, 403),
    ),
    Trait(
        r"/\.[a-z]",
        method=ANY,
        outcomes=_always("secret_file"),
        not_path=r"^/\.well-known/",
    ),
    Trait(
        r"\.(?:sql|bak|old|orig|save|sw[op]|dump|tar|tgz|zip|gz|7z|rar|pem|key|log|ini|inc|conf|cfg"
        r"|ya?ml|sqlite3?|db|mdb|htpasswd)(?:\.\w+)?$|~$|/wp-config|/phpinfo|/configuration\.php"
        r"|/(?:backup|dump|database)[^/]*$|/etc/passwd|/web\.config|/(?:composer|package)\.json$",
        method=ANY,
        outcomes=_always("secret_file", 400, 499),
    ),
    Trait(
        r"/(?:php-?my-?admin|pma|my-?admin|mysql|sql|db|database|web|site|sys|server|cpanel|http)"
        r"[-_]?(?:admin|manager|web|panel)?[\w.-]*/(?:index\.php|$)|/phpmyadmin|/adminer|/\+cscoe\+"
        r"|/administrator/|/admin[\w.-]*(?:\.php|/?$)|/wp-admin|/manager/html|/(?:web)?console/?$"
        r"|/cpanel|/webmin|/plesk|/jenkins|/solr/admin|/jmx-console|/login\.action|/user/login",
        method=READ,
        outcomes=_always("admin_probe", 401, 404),
    ),
    Trait(
        r"/cgi-bin/.*\.cgi|/crx/|/hnap1|/boaform/|/goform/|/druid/|/jmx-console|/_ignition/"
        r"|/telescope/|/geoserver/|/nacos/|/phpunit/|/dana-na/|/\+cscoe\+|/cgi-bin/luci|/webfig/"
        r"|/evox/about|/actuator(?:/|$)|/solr/admin|/owa/auth|/ecp/|/struts|/portal/redlion"
        r"|/vpns?/.*\.(?:xml|js)|/gponform/|/setup\.cgi|/wls-wsat/|/invoker/|/axis2?/|/hudson/",
        method=ANY,
        outcomes=_always("technology_probe", 400, 499),
    ),
    Trait(r"^(?:https?|ftp)://|^[\w.-]+:\d+$", method=ANY, outcomes=_always("proxy_try", 400, 599)),
)
NOT_A_LOGIN: Final = r"action=(?:lostpassword|register|rp|resetpass|postpass|retrievepassword)"
SCANNERS: Final = (
    r"sqlmap|nikto|nmap|masscan|zgrab|nuclei|wpscan|dirbuster|gobuster|feroxbuster|\bffuf\b"
    r"|fuzz faster|acunetix|nessus|openvas|netsparker|invicti|arachni|w3af|havij|\bhydra\b|jorgee"
    r"|whatweb|burpsuite|burp collaborator|zaproxy|owasp|joomscan|droopescan|commix|fimap|skipfish"
    r"|webinspect|appscan|qualys|sqlninja|bsqlbf|morfeus|zmeu|libredtail|l9explore|l9tcpid|cgichk"
    r"|dirsearch|httpx - open|xspider|grendel|paros|webshag|vega/|metis|mozlila|jaascois|wfuzz"
)
CRAWLERS: Final = (
    r"googlebot|bingbot|applebot|duckduckbot|yandexbot|baiduspider|slurp|storebot-google"
    r"|adsbot-google|google-inspectiontool|petalbot|seznambot|qwantbot"
)
CRAWLER_BLOCKS: Final = (
    "66.249.64.0/19",
    "192.178.4.0/22",
    "2001:4860:4801::/48",
    "40.77.128.0/17",
    "157.55.0.0/16",
    "157.56.0.0/14",
    "207.46.0.0/16",
    "52.167.144.0/24",
    "13.66.139.0/24",
    "17.0.0.0/8",
    "2620:149::/32",
    "5.255.192.0/18",
    "77.88.0.0/18",
    "87.250.224.0/19",
    "95.108.128.0/17",
    "213.180.192.0/19",
    "2a02:6b8::/29",
    "180.76.0.0/16",
    "20.191.45.212/32",
    "40.88.21.235/32",
    "114.119.128.0/18",
    "77.75.72.0/21",
)
"""Blocks that the search engines named in `CRAWLERS` publish for their crawlers."""


def traits_of(platforms: Iterable[str]) -> tuple[Trait, ...]:
    """The traits of these platforms; all traits when none is named."""
    wanted = frozenset(platforms)
    if not wanted:
        return TRAITS
    return tuple(each for each in TRAITS if not each.platforms or each.platforms & wanted)


def signal_of(word: str) -> Signal:
    """The signal of an outcome's word."""
    return Signal[word.upper()]
