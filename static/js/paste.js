// What an office program, a mail or a web page put on the clipboard, as the elements that our texts have.
// It is read by its attributes: the Content-Security-Policy stops inline styles, so that their bold and italic would be
// lost or turned round. The words of each style attribute stand in data-css while it is parsed, as a style would be
// refused (and noted as an error) within any parser.

const KEPT = { P: "p", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", TABLE: "table", TR: "tr", TD: "td", TH: "th", BR: "br", HR: "hr" };
const MARKS = { B: "strong", STRONG: "strong", I: "em", EM: "em", CITE: "em", U: "u", SUP: "sup", SUB: "sub", S: "s", STRIKE: "s", DEL: "s" };
const DROPPED = "style, script, title, meta, link, xml, head, template, noscript";
const EMBEDDED = "video, audio, object, embed, iframe";
const PICTURES = "img, picture, svg, canvas";

const cssOf = (element) => Object.fromEntries((element.getAttribute("data-css") ?? "").split(";").map((one) => one.split(/:(.*)/s).slice(0, 2).map((part) => part?.trim().toLowerCase())).filter(([name, value]) => name && value));

// The sheet of Word says which lists have bullets: "@list l0:level1 {mso-level-number-format:bullet; …}".
function bulletsOf(html) {
  const found = new Set();
  for (const [, list, level, rules] of html.matchAll(/@list\s+(l\d+):level(\d+)[^{]*\{([^}]*)\}/gi)) if (/number-format:\s*bullet/i.test(rules)) found.add(`${list} ${level}`);
  return found;
}

function parse(html) {
  const plain = html
    .replace(/<!--\[if !supportLists\]-->(.*?)<!--\[endif\]-->/gis, '<i data-marker="">$1</i>')
    .replace(/<style\b[^>]*>.*?<\/style>/gis, "")
    .replace(/<!--.*?-->/gs, "")
    .replace(/<!\[[^>]*\]>/g, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(\s*=)/i, " data-css$1").replace(/\son\w+\s*=/gi, " data-on=").replace(/\s(src|srcset|background|poster|data)(\s*=)/gi, " data-$1$2"));
  return new DOMParser().parseFromString(plain, "text/html").body;
}

const has = (css, name, test) => name in css && test(css[name]);

// What the style of an element says beside its name; false takes back what its name says.
function marksOf(element) {
  const css = cssOf(element);
  const weight = css["font-weight"];
  const marks = new Set(MARKS[element.tagName] && element.tagName !== "B" && element.tagName !== "STRONG" ? [MARKS[element.tagName]] : []);
  if (weight ? weight === "bold" || weight === "bolder" || Number(weight) >= 600 : /^(B|STRONG)$/.test(element.tagName)) marks.add("strong");
  if (has(css, "font-style", (value) => value === "normal")) marks.delete("em");
  if (has(css, "font-style", (value) => /italic|oblique/.test(value))) marks.add("em");
  const line = `${css["text-decoration"] ?? ""} ${css["text-decoration-line"] ?? ""}`;
  if (/line-through/.test(line)) marks.add("s");
  if (/underline/.test(line) && !element.closest("a")) marks.add("u");
  if (css["vertical-align"] === "super") marks.add("sup");
  if (css["vertical-align"] === "sub") marks.add("sub");
  return marks;
}

const BLOCKS = /^(P|DIV|H[1-6]|UL|OL|LI|BLOCKQUOTE|TABLE|THEAD|TBODY|TFOOT|TR|TD|TH|HR|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|PRE|DL|DT|DD|FIGURE|FIGCAPTION|ADDRESS|FORM|CENTER)$/;
const isBlock = (node) => node.nodeType === 1 && BLOCKS.test(node.tagName);

function rewrite(source, target, marks = []) {
  for (const node of source.childNodes) {
    if (node.nodeType === 3) {
      const text = node.data.replace(/[ \t\r\n]+/g, " ");
      if (!text) continue;
      let place = target;
      for (const mark of marks) place = place.appendChild(document.createElement(mark));
      place.append(text);
    } else if (node.nodeType === 1) element(node, target, marks);
  }
}

// Word on the web writes a heading as a paragraph that says so.
const HEADINGS = "h1, h2, h3, h4, h5, h6, p[role=heading], div[role=heading]";
const levelOf = (node) => Math.min(Number(/^H(\d)$/.exec(node.tagName)?.[1] ?? node.getAttribute("aria-level")) || 2, 6);

// Our texts have two levels: the highest that is pasted, and what lies below it.
function headings(body) {
  const found = [...body.querySelectorAll(HEADINGS)].filter((one) => one.textContent.trim());
  const highest = Math.min(...found.map(levelOf));
  for (const one of found) one.dataset.heading = levelOf(one) === highest ? "h3" : "h4";
}

const nameOf = (node) => node.dataset.heading ?? KEPT[node.tagName];

function element(node, target, marks) {
  const own = marksOf(node);
  const undone = (mark) => (mark === "strong" && has(cssOf(node), "font-weight", () => !own.has("strong"))) || (mark === "em" && has(cssOf(node), "font-style", () => !own.has("em")));
  const name = nameOf(node);
  const heading = /^h\d$/.test(name ?? "") || name === "th";
  const next = [...marks.filter((mark) => !undone(mark)), ...[...own].filter((mark) => !marks.includes(mark))].filter((mark) => !(heading && mark === "strong"));
  const href = node.tagName === "A" && /^(https:\/\/|mailto:)/i.test(node.getAttribute("href") ?? "") ? node.getAttribute("href") : "";
  if (name || href) {
    const made = target.appendChild(document.createElement(href ? "a" : name));
    if (href) made.href = href;
    for (const span of ["colspan", "rowspan"]) if (/^t[dh]$/.test(name ?? "") && Number(node.getAttribute(span)) > 1) made.setAttribute(span, Math.min(Number(node.getAttribute(span)), 50));
    if (name === "ol" && whole(node.getAttribute("start")) !== null) made.start = whole(node.getAttribute("start"));
    rewrite(node, made, href ? next.filter((mark) => mark !== "u") : next);
  } else if (isBlock(node) && ![...node.children].some(isBlock)) rewrite(node, target.appendChild(document.createElement("p")), next);
  else rewrite(node, target, next);
}

// The number that a list begins with, as the server takes it.
const whole = (number) => (/^\d{1,4}$/.test(number ?? "") ? Number(number) : null);
const nextOf = (list) => (whole(list.getAttribute("start")) ?? 1) + list.children.length;

// An item with a number of its own begins a list with that number.
function numbers(body) {
  for (const item of body.querySelectorAll("ol > li[value]")) {
    const list = item.parentElement;
    const number = whole(item.getAttribute("value"));
    const items = [...list.children];
    const before = items.slice(0, items.indexOf(item));
    if (number === null || number === (whole(list.getAttribute("start")) ?? 1) + before.length) continue;
    const rest = list.cloneNode(false);
    rest.setAttribute("start", number);
    rest.append(...items.slice(before.length));
    list.after(rest);
    if (!before.length) list.remove();
  }
}

// Word writes a list as paragraphs that say so in their style, each with its bullet or number before it.
function lists(body, bullets) {
  let open = [];
  for (const item of [...body.querySelectorAll("p, div, h1, h2, h3, h4")]) {
    const [, list, level] = /(l\d+)\s+level(\d+)/.exec(cssOf(item)["mso-list"] ?? "") ?? [];
    if (!list) continue;
    const marker = item.querySelector("[data-marker]") ?? [...item.querySelectorAll("span")].find((one) => /ignore/.test(cssOf(one)["mso-list"] ?? ""));
    const sign = marker?.textContent.trim() ?? "";
    marker?.remove();
    const tag = bullets.has(`${list} ${level}`) || !/^\(?([0-9]+|[a-z]{1,4})[.)]/i.test(sign) ? "ul" : "ol";
    const before = item.previousElementSibling;
    if (!open.length || before !== open[0].root) open = [];
    open = open.slice(0, Number(level));
    if (open.length === Number(level) && open.at(-1).list.localName !== tag) open.pop();
    const number = tag === "ol" ? whole(/(\d+)[.)]*$/.exec(sign)?.[1]) : null;
    if (number !== null && open.length === Number(level) && nextOf(open.at(-1).list) !== number) open.pop();
    while (open.length < Number(level)) {
      const made = document.createElement(tag);
      if (open.length) (open.at(-1).list.lastElementChild ?? open.at(-1).list.appendChild(document.createElement("li"))).append(made);
      else item.before(made);
      open.push({ list: made, root: open[0]?.root ?? made });
      if (number !== null && open.length === Number(level)) made.setAttribute("start", number);
    }
    const entry = document.createElement("li");
    const words = document.createElement("p");
    words.append(...item.childNodes);
    entry.append(words);
    open.at(-1).list.append(entry);
    item.remove();
  }
}

// Word on the web writes each item as a list of its own, with its level beside it; Google Docs puts a list within a list.
function join(body) {
  for (const list of [...body.querySelectorAll("ul, ol")]) {
    const above = list.parentElement;
    if (/^(UL|OL)$/.test(above.tagName) && list.previousElementSibling) list.previousElementSibling.append(list);
  }
  for (const item of [...body.querySelectorAll("li[data-aria-level]")]) {
    const list = item.parentElement;
    const box = list.closest(".ListContainerWrapper") ?? list;
    const level = Number(item.getAttribute("data-aria-level"));
    let last = box.previousElementSibling;
    if (!last?.matches("ul, ol")) last = last?.querySelector(":scope > ul, :scope > ol");
    if (!last || (level === 1 && last.tagName !== list.tagName)) continue;
    for (let depth = 1; depth < level; depth++) {
      const parent = last.lastElementChild;
      const inner = parent.querySelector(":scope > ul, :scope > ol") ?? parent.appendChild(document.createElement(list.localName));
      last = inner;
    }
    last.append(...list.children);
    box.remove();
  }
}

// Outlook and Word put a hard space into an empty line and, on the web, at the end of each paragraph.
function empty(body) {
  body.querySelectorAll(".EOP").forEach((one) => one.remove());
  for (const one of body.querySelectorAll("p")) if (!one.textContent.trim() && !one.closest("li, td, th")) one.remove();
}

// What is taken over, and how many pictures and how many other embedded parts are left out.
export function pasted(html) {
  const body = parse(html);
  const outermost = (kind) => [...body.querySelectorAll(kind)].filter((one) => !one.parentElement.closest(`${PICTURES}, ${EMBEDDED}`)).length;
  const [pictures, embedded] = [outermost(PICTURES), outermost(EMBEDDED)];
  body.querySelectorAll(`${DROPPED}, ${PICTURES}, ${EMBEDDED}`).forEach((one) => one.remove());
  empty(body);
  lists(body, bulletsOf(html));
  join(body);
  numbers(body);
  headings(body);
  const made = document.createElement("div");
  rewrite(body, made);
  return { html: made.innerHTML, pictures, embedded };
}
