/* Sorts and filters the table of responses. It works out no score and sends nothing. */
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const table = byId("heat");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row, place) => ({
    row, place, name: row.cells[0].textContent.toLowerCase(), band: row.dataset.band, weakest: row.dataset.weakest, shown: true,
  }));
  const heads = columns();
  const fields = { named: byId("named"), band: byId("in-band"), weakest: byId("weakest") };
  const words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
  let sorted = { head: heads.find((head) => head.ariaSort), down: false };

  /* The headings that stand over one column each, in the order of the columns. */
  function columns() {
    const [first, second] = table.tHead.rows;
    const under = Array.from(second.cells);
    const found = [];
    for (const head of first.cells) found.push(...(head.colSpan > 1 ? under.splice(0, head.colSpan) : [head]));
    return found;
  }

  /* What a row is sorted by in a column; null for what comes last whichever way. */
  function key(each, column) {
    const kind = heads[column].dataset.sort;
    if (kind === "text") return each.name;
    if (kind === "band") return each.band === "-1" ? null : Number(each.band);
    const cell = each.row.cells[column];
    const value = parseFloat(cell.dataset.value || cell.textContent);
    return Number.isNaN(value) ? null : value;
  }

  function sort(head) {
    const column = heads.indexOf(head);
    const down = head === sorted.head && !sorted.down;
    const keys = new Map(rows.map((each) => [each, key(each, column)]));
    rows.sort((one, other) => {
      const [a, b] = [keys.get(one), keys.get(other)];
      if (a === null || b === null) return (a === null) - (b === null) || one.place - other.place;
      const order = typeof a === "string" ? words.compare(a, b) : a - b;
      return (down ? -order : order) || one.place - other.place;
    });
    body.append(...rows.map((each) => each.row));
    sorted.head.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    sorted = { head, down };
    say();
  }

  function filter() {
    const value = (field) => (field ? field.value : "");
    const named = value(fields.named).trim().toLowerCase();
    const [band, weakest] = [value(fields.band), value(fields.weakest)];
    for (const each of rows) {
      const shown = each.name.includes(named) && (!band || each.band === band) && (!weakest || each.weakest === weakest);
      if (shown !== each.shown) each.row.hidden = !shown;
      each.shown = shown;
    }
    say();
  }

  function say() {
    const count = rows.filter((each) => each.shown).length;
    const by = sorted.head.querySelector("button").textContent;
    const text = sorted.head.dataset.sort === "text";
    const order = text ? (sorted.down ? "Z to A" : "A to Z") : (sorted.down ? "highest first" : "lowest first");
    const shown = count ? `Showing ${count.toLocaleString("en-GB")} of ${table.dataset.of}` : `None of ${table.dataset.of} fits`;
    byId("shown").textContent = `${shown}. Sorted by ${by}, ${order}.`;
  }

  for (const head of heads) {
    const words = head.querySelector(".head");
    const button = document.createElement("button");
    const paper = document.createElement("span"); // a button is not repeated on the next sheet of paper
    button.type = "button";
    paper.className = "paper-only";
    button.append(...Array.from(words.childNodes, (node) => node.cloneNode(true)));
    paper.append(...words.childNodes);
    words.append(button, paper);
    button.addEventListener("click", () => sort(head));
  }
  for (const field of Object.values(fields)) if (field) field.addEventListener("input", filter);
  byId("clear").addEventListener("click", () => {
    for (const field of Object.values(fields)) if (field) field.value = "";
    filter();
  });
  byId("filters").hidden = false;
  filter();
})();
