"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const panel = one("#compare");
  document.body.classList.add("js");
  let cameFrom = null;

  // Filters: a struck paragraph shows while one of its rules is switched on and the view wants it.
  const filter = () => {
    const on = new Set(all("input[data-rule]:checked").map((box) => box.dataset.rule));
    const view = one("input[name=view]:checked").value;
    for (const item of all("main .passages li")) {
      const rules = (item.dataset.rules || "").split(" ").filter(Boolean);
      const struck = rules.length > 0;
      const hidden = struck && !rules.some((rule) => on.has(rule));
      const whole = item.classList.contains("gone") || item.classList.contains("run");
      item.classList.toggle("off", hidden || (view === "kept" && whole) || (view === "gone" && !struck));
    }
    document.body.classList.toggle("kept-only", view === "kept");
    document.body.classList.toggle("near", one("#spared").checked);
    place();
  };

  const reveal = (item) => {
    for (let at = item.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    item.classList.remove("off");
    item.scrollIntoView({ block: "center" });
    item.focus({ preventScroll: true });
  };

  // Comparing: the pair stands beside its passage for readers without a script; here it moves to the panel.
  const compare = (id) => {
    const pair = one(`#${id} .pair`);
    const link = one(`#${id} .jump`);
    close(false);
    const went = link.closest("li");
    const stayed = document.getElementById(link.hash.slice(1));
    went.classList.add("here");
    stayed.classList.add("twin");
    cameFrom = went;
    if (pair) {
      const bar = document.createElement("div");
      bar.className = "head";
      const back = document.createElement("button");
      back.textContent = `Back to paragraph ${one(".number", went).textContent}`;
      back.addEventListener("click", () => reveal(went));
      const shut = document.createElement("button");
      shut.textContent = "Close (Esc)";
      shut.addEventListener("click", () => close(true));
      bar.append(back, shut);
      panel.replaceChildren(bar, pair.cloneNode(true));
      panel.hidden = false;
    }
    reveal(stayed);
  };

  const close = (back) => {
    for (const item of all(".here, .twin")) item.classList.remove("here", "twin");
    panel.hidden = true;
    panel.replaceChildren();
    if (back && cameFrom) reveal(cameFrom);
    cameFrom = null;
  };

  // Stepping from one struck paragraph to the next.
  const stops = () => all("main li.gone, main li.part").filter((item) => item.offsetParent || item.closest("details:not([open])"))
    .filter((item) => !item.closest(".off"));
  let current = -1;
  const place = () => {
    const count = stops().length;
    current = Math.min(current, count - 1);
    one("#place").textContent = current < 0 ? `${count} struck` : `${current + 1} of ${count}`;
  };
  const step = (by) => {
    const list = stops();
    if (!list.length) return;
    current = (Math.max(current, by > 0 ? -1 : 0) + by + list.length) % list.length;
    for (const item of all(".here")) item.classList.remove("here");
    list[current].classList.add("here");
    reveal(list[current]);
    place();
  };

  const article = () => {
    for (const input of all("nav input")) input.addEventListener("change", filter);
    one("#next").addEventListener("click", () => step(1));
    one("#previous").addEventListener("click", () => step(-1));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") step(1);
      if (event.key === "k") step(-1);
    });
    filter();
  };

  // A click on a repeat, or on the link to its twin.
  const twins = () => {
    document.addEventListener("click", (event) => {
      const from = event.target.closest("[data-twin]");
      if (!from || String(getSelection())) return;
      event.preventDefault();
      compare(from.dataset.twin);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) close(true);
    });
  };

  // Tables: a click on a heading sorts by it, a second click the other way round.
  const sortable = (table) => {
    const heads = all("th", table);
    heads.forEach((head, column) => one("button", head)?.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const order = (a, b) => (isNaN(a) || isNaN(b) ? String(a).localeCompare(String(b)) : a - b);
      const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? 1 : -1) * order(key(a), key(b)));
      table.tBodies[0].append(...rows);
    }));
  };

  if (panel) twins();
  if (one("#article")) article();
  all("table.sortable").forEach(sortable);
})();
