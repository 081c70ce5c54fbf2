"""What browsers and programs call themselves."""

BROWSERS = (
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Safari/537.36"
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.6 Safari/605.1.15"
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
    ),
    (
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Mobile Safari/537.36"
    ),
)
PARTNER = "stock-sync/2.1"
DESK = "counter-till/3.2"
STUFFER = "python-requests/2.32.3"
GUESSER = "okhttp/4.12.0"
SCRAPER = "Scrapy/2.13 (+https://scrapy.example)"
PROBER = "sqlmap/1.9.6#stable (https://sqlmap.example)"
TESTER = "Go-http-client/2.0"


def says_where_from(agent: str) -> bool:
    """Whether it sends a Referer: browsers do, programs do not."""
    return agent in BROWSERS
