"""A real crawl of a small site on this machine."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
import json
import shutil
import subprocess
import sys
import threading
import time

import pytest

from dedup import ConfigError, clean

PAGES = 60
OWNED = "The Post has belonged to the people of the valley since the flood and is printed in the old mill."
SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

site, out, names, settings = sys.argv[1], sys.argv[2], sys.argv[3].split(","), json.loads(sys.argv[4])

class Spider(scrapy.Spider):
    def parse(self, response):
        for link in response.css("main a::attr(href)").getall():
            yield response.follow(link, self.parse_article)
    def parse_article(self, response):
        yield {"url": response.url, "body": response.text, "title": response.css("h1::text").get(), "by": self.name}

process = CrawlerProcess({
    "ITEM_PIPELINES": {"dedup.adapters.scrapy.CleanPipeline": 300}, "DEDUP_FIELD": "body",
    "LOG_LEVEL": "WARNING", "LOG_FILE": out + ".log", "TELNETCONSOLE_ENABLED": False, **settings,
})
crawlers = []
for name in names:
    one = type(name, (Spider,), {
        "name": name, "start_urls": [f"{site}{name}/"],
        "custom_settings": {"FEEDS": {f"{out}.{name}": {"format": "jsonlines", "overwrite": True}}},
    })
    crawlers.append(process.create_crawler(one))
    process.crawl(crawlers[-1])
process.start()
stats = [crawler.stats.get_stats() for crawler in crawlers]
print(json.dumps([{k: v for k, v in each.items() if k.startswith(("dedup", "item"))} for each in stats]))
"""
WORDS = "bridge council river market harvest teacher minister copper valley engine museum ticket winter survey".split()


def _sentence(number, place):
    chosen = [WORDS[(number * (place + 3) + step * (number % 5 + 1) + place * step) % len(WORDS)] for step in range(9)]
    return f"In the year {1900 + number} the {' '.join(chosen)} of district {number * 7 + place} was counted again."


def article(number):
    """A page: a lead that comes back, also-read links, shared footers; page 59 is a copy of page 58."""
    if number == PAGES - 1:
        number -= 1
    paragraphs = [_sentence(number, place) + " " + _sentence(number, place + 20) for place in range(5)]
    paragraphs[3:3] = [f"Also Read: <a href='/{(number + 1) % PAGES}'>District {number + 1} counts again</a>"]
    paragraphs += [paragraphs[0], OWNED]
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>District {number}</title></head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>District {number} counts again</h1>{body}</article><footer>© 2026 The Valley Post</footer></body></html>"
    )


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/")
        if name.isdigit():
            page = article(int(name))
        else:
            parts = {"north": range(0, PAGES, 2), "south": range(1, PAGES, 2)}.get(name, range(PAGES))
            links = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in parts)
            page = f"<html><body><main><ul>{links}</ul></main></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *arguments):
        pass


@pytest.fixture
def crawl(tmp_path):
    """Runs spiders over the site in a process of their own; gives items and statistics by spider."""
    pytest.importorskip("scrapy")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    script = tmp_path / "spider.py"
    script.write_text(SPIDER, encoding="utf-8")

    def run(*names, **settings):
        out = str(tmp_path / "items")
        address = f"http://127.0.0.1:{server.server_port}/"
        command = [sys.executable, str(script), address, out, ",".join(names), json.dumps(settings)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        items = []
        for name in names:
            lines = (tmp_path / f"items.{name}").read_text(encoding="utf-8").splitlines()
            items.append([json.loads(line) for line in lines])
        assert (tmp_path / "items.log").read_text(encoding="utf-8").count("ERROR") == 0
        return list(zip(items, json.loads(done.stdout), strict=True))

    yield run
    server.shutdown()


@pytest.mark.slow
def test_a_crawl(crawl):
    ((items, stats),) = crawl("all", DEDUP_DROP_COPIES=0.8)
    assert len(items) == PAGES - 1
    assert stats["dedup/dropped"] == 1
    assert stats["dedup/cleaned"] == PAGES
    assert stats["dedup/removed/boilerplate.related"] == PAGES
    assert stats["dedup/removed/repeat.exact"] == PAGES
    for item in items:
        number = int(item["url"].rsplit("/", 1)[1])
        assert item["body"] == clean(article(number), title=item["title"], url=item["url"]).text
        assert "Also Read" not in item["body"]
        assert "© 2026" not in item["body"]
        assert OWNED in item["body"], "no rule knows it, and one article does not tell"


def _footers(items):
    return sum(OWNED in item["body"] for item in items)


@pytest.mark.slow
def test_two_spiders_in_one_process_share_an_index(crawl, tmp_path):
    shared = {"DEDUP_INDEX": str(tmp_path / "seen.db"), "DEDUP_COPIES": str(tmp_path / "copies.db")}
    (north, of_north), (south, of_south) = crawl("north", "south", DEDUP_DROP_COPIES=0.8, **shared)
    assert _footers(north) + _footers(south) == 2, "the first two articles of a site keep what it repeats"
    struck = of_north["dedup/removed/site.repeated"] + of_south["dedup/removed/site.repeated"]
    assert struck == PAGES - 2
    assert of_north.get("dedup/dropped", 0) + of_south.get("dedup/dropped", 0) == 1
    assert len(north) + len(south) == PAGES - 1
    assert "dedup/index_failed" not in of_north | of_south


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_a_later_spider_knows_what_an_earlier_one_saw(crawl, tmp_path, kind):
    with _store(kind, tmp_path) as address:
        shared = {"DEDUP_INDEX": address, "DEDUP_DROP_COPIES": 0.8, "DEDUP_COPIES": str(tmp_path / "copies.db")}
        ((north, _),) = crawl("north", **shared)
        assert _footers(north) == 2
        ((south, stats),) = crawl("south", **shared)
        assert _footers(south) == 0
        assert stats["dedup/removed/site.repeated"] == PAGES // 2
        assert stats["dedup/dropped"] == 1, "the copy of an article that the other spider brought"
        ((again, stats),) = crawl("north", **shared)
    assert len(again) == len(north), "an address that comes again is no copy"
    assert _footers(again) == 0
    assert stats.get("dedup/dropped", 0) == 0


@contextlib.contextmanager
def _store(kind, folder):
    if kind == "sqlite":
        yield str(folder / "seen.db")
        return
    redis = pytest.importorskip("redis")
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server: bash .ci/services.sh")
    path = folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(redis.RedisError):
                redis.Redis(unix_socket_path=str(path)).ping()
                break
            time.sleep(0.1)
        yield f"unix://{path}"
    finally:
        server.terminate()
        server.wait()


ARTICLE = "The old bridge at Ashby will open again on Monday after nine months of work.\n\nAlso Read: Ferry returns\n"


def pipeline(**settings):
    """The pipeline as Scrapy makes it, with a real crawler and its statistics."""
    pytest.importorskip("scrapy")
    from scrapy.crawler import Crawler
    from scrapy.spiders import Spider
    from scrapy.utils.reactor import install_reactor, is_reactor_installed

    if not is_reactor_installed():
        install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from dedup.adapters.scrapy import CleanPipeline

    crawler = Crawler(Spider, settings)
    crawler._apply_settings()
    return CleanPipeline.from_crawler(crawler), crawler.stats


@dataclasses.dataclass
class Story:
    text: str | bytes | None
    title: str | None = None


@pytest.mark.slow
def test_items_of_every_kind():
    made, stats = pipeline()
    assert made.process_item({"text": ARTICLE, "id": 3}) == {"text": clean(ARTICLE).text, "id": 3}
    assert made.process_item(Story(ARTICLE.encode(), "Bridge")).text == clean(ARTICLE).text
    assert made.process_item(Story(None)).text is None
    assert made.process_item({"other": 1}) == {"other": 1}
    assert stats.get_value("dedup/cleaned") == 2
    assert stats.get_value("dedup/removed/boilerplate.related") == 2


@pytest.mark.slow
def test_an_unreadable_item_passes_and_is_counted():
    made, stats = pipeline()
    assert made.process_item({"text": b"\xff\xfe\x00"}) == {"text": b"\xff\xfe\x00"}
    assert stats.get_value("dedup/unreadable") == 1


@pytest.mark.slow
def test_a_copy_is_dropped_and_the_original_named():
    made, stats = pipeline(DEDUP_DROP_COPIES="0.8")
    from scrapy.exceptions import DropItem

    text = " ".join(_sentence(3, place) for place in range(6))
    made.process_item({"text": text, "url": "https://a.example/1"})
    with pytest.raises(DropItem, match=r"https://a\.example/1"):
        made.process_item({"text": text + " And more.", "url": "https://b.example/2"})
    made.process_item({"text": " ".join(_sentence(9, place) for place in range(6))})
    assert stats.get_value("dedup/dropped") == 1


@pytest.mark.slow
def test_items_without_an_address_are_compared_too_and_an_address_can_come_twice():
    made, stats = pipeline(DEDUP_DROP_COPIES=0.8)
    from scrapy.exceptions import DropItem

    text = " ".join(_sentence(3, place) for place in range(6))
    assert made.process_item({"text": text})["text"] == text
    with pytest.raises(DropItem, match=r"1\.00 like item"):
        made.process_item({"text": text})
    other = " ".join(_sentence(9, place) for place in range(6))
    for each in (other, " ".join(_sentence(21, place) for place in range(6))):
        assert made.process_item({"text": each, "url": "https://a.example/live"})["text"] == each
    with pytest.raises(DropItem, match=r"like https://a\.example/live"):
        made.process_item({"text": other, "url": "https://a.example/live"})
    assert stats.get_value("dedup/dropped") == 2


@pytest.mark.slow
def test_an_index_that_fails_costs_no_item(tmp_path):
    made, stats = pipeline(DEDUP_INDEX=str(tmp_path / "seen.db"))
    made.process_item({"text": ARTICLE, "url": "https://a.example/1"})
    made.close()
    assert made.process_item({"text": ARTICLE, "url": "https://a.example/2"})["text"] == clean(ARTICLE).text
    assert stats.get_value("dedup/index_failed") == 1
    made.close()


@pytest.mark.slow
def test_two_processes_may_add_copies_to_one_file_at_once(tmp_path):
    first, _ = pipeline(DEDUP_DROP_COPIES=0.8, DEDUP_COPIES=str(tmp_path / "copies.db"))
    second, stats = pipeline(DEDUP_DROP_COPIES=0.8, DEDUP_COPIES=str(tmp_path / "copies.db"))
    from scrapy.exceptions import DropItem

    for at in range(4):
        one = second if at % 2 else first
        one.process_item({"text": " ".join(_sentence(at, place) for place in range(6)), "url": f"https://a.example/{at}"})
    with pytest.raises(DropItem, match=r"https://a\.example/2"):
        second.process_item({"text": " ".join(_sentence(2, place) for place in range(6)), "url": "https://b.example/"})
    assert stats.get_value("dedup/index_failed") is None
    first.close()
    second.close()


@pytest.mark.slow
def test_an_older_scrapy_passes_the_spider_too():
    made, _ = pipeline()
    assert made.process_item({"text": ARTICLE}, "a spider")["text"] == clean(ARTICLE).text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DEDUP_DROP_COPIES": 2}, "between 0 and 1"),
        ({"DEDUP_DROP_COPIES": "some"}, "between 0 and 1"),
        ({"DEDUP_SETTINGS": {"kep": "last"}}, "DEDUP_SETTINGS: unknown setting 'kep'"),
        ({"DEDUP_SETTINGS": "{broken"}, "DEDUP_SETTINGS"),
        ({"DEDUP_COPIES": "copies.db"}, "DEDUP_COPIES needs DEDUP_DROP_COPIES"),
        ({"DEDUP_INDEX": 3}, "an index is a path or an address"),
    ],
)
def test_an_impossible_setting_stops_the_crawl(settings, said):
    with pytest.raises(ConfigError, match=said):
        pipeline(**settings)
