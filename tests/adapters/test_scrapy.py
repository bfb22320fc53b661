"""A real crawl of a small site on this machine."""

from __future__ import annotations

import dataclasses
import http.server
import json
import subprocess
import sys
import threading

import pytest

from dedup import ConfigError, clean

PAGES = 60
SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Spider(scrapy.Spider):
    name = "valley"
    async def start(self):
        yield scrapy.Request(sys.argv[1])
    def parse(self, response):
        for link in response.css("main a::attr(href)").getall():
            yield response.follow(link, self.parse_article)
    def parse_article(self, response):
        yield {"url": response.url, "body": response.text, "title": response.css("h1::text").get()}

process = CrawlerProcess({
    "ITEM_PIPELINES": {"dedup.adapters.scrapy.CleanPipeline": 300}, "DEDUP_FIELD": "body",
    "DEDUP_DROP_COPIES": 0.8, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
})
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
print(json.dumps({k: v for k, v in crawler.stats.get_stats().items() if k.startswith(("dedup", "item"))}))
"""
WORDS = "bridge council river market harvest teacher minister copper valley engine museum ticket winter survey".split()


def _sentence(number, place):
    chosen = [WORDS[(number * (place + 3) + step * (number % 5 + 1) + place * step) % len(WORDS)] for step in range(9)]
    return f"In the year {1900 + number} the {' '.join(chosen)} of district {number * 7 + place} was counted again."


def article(number):
    """A page: a lead that comes back, also-read links, a shared footer; page 59 is a copy of page 58."""
    if number == PAGES - 1:
        number -= 1
    paragraphs = [_sentence(number, place) + " " + _sentence(number, place + 20) for place in range(5)]
    paragraphs[3:3] = [f"Also Read: <a href='/{(number + 1) % PAGES}'>District {number + 1} counts again</a>"]
    paragraphs.append(paragraphs[0])
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
            links = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in range(PAGES))
            page = f"<html><body><main><ul>{links}</ul></main></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *arguments):
        pass


@pytest.mark.slow
def test_a_crawl(tmp_path):
    pytest.importorskip("scrapy")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    out, script = tmp_path / "items.jsonl", tmp_path / "spider.py"
    script.write_text(SPIDER, encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, str(script), address, str(out)], capture_output=True, text=True, check=True, timeout=120
        )
    finally:
        server.shutdown()
    stats = json.loads(done.stdout)
    items = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(items) == PAGES - 1
    assert stats["dedup/dropped"] == 1
    assert stats["dedup/cleaned"] == PAGES
    assert stats["dedup/removed/boilerplate.related"] == PAGES
    assert stats["dedup/removed/repeat.exact"] == PAGES
    for item in items:
        number = int(item["url"].rsplit("/", 1)[1])
        assert item["body"] == clean(article(number), title=item["title"], url=item["url"]).text
        assert "Also Read" not in item["body"]
        assert "Valley Post" not in item["body"]


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
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DEDUP_DROP_COPIES": 2}, "between 0 and 1"),
        ({"DEDUP_DROP_COPIES": "some"}, "between 0 and 1"),
        ({"DEDUP_SETTINGS": {"kep": "last"}}, "DEDUP_SETTINGS: unknown setting 'kep'"),
        ({"DEDUP_SETTINGS": "{broken"}, "DEDUP_SETTINGS"),
    ],
)
def test_an_impossible_setting_stops_the_crawl(settings, said):
    with pytest.raises(ConfigError, match=said):
        pipeline(**settings)
