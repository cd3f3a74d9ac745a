// Makes an editor of every textarea[data-prose] (templates/parts/prose_field.html).
// The library is imported by its address and told to inject no style, so that the strict
// Content-Security-Policy holds as it is; what it would inject stands in css/components/prose_field.css.

const made = new WeakMap();

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  heading: (chain) => chain.toggleHeading({ level: 3 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  rowAfter: (chain) => chain.addRowAfter(),
  rowDelete: (chain) => chain.deleteRow(),
  columnAfter: (chain) => chain.addColumnAfter(),
  columnDelete: (chain) => chain.deleteColumn(),
  headerRow: (chain) => chain.toggleHeaderRow(),
  tableDelete: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

// What the server would take out of a link anyway.
const OTHER_SCHEME = /^(?!https:|mailto:)[a-z][a-z0-9+.-]*:/i;

function extensionsOf(lib) {
  return [
    lib.Document, lib.Paragraph, lib.Text, lib.HardBreak, lib.History, lib.Dropcursor, lib.Gapcursor,
    lib.Bold, lib.Italic, lib.Underline, lib.Heading.configure({ levels: [3, 4] }),
    lib.Strike, lib.Superscript, lib.Subscript,
    lib.Extension.create({ name: "caretPlaces", addProseMirrorPlugins: () => [new lib.Plugin({
      appendTransaction: (transactions, before, state) => (transactions.some((one) => one.docChanged) ? withPlaces(state) : null),
    })] }),
    // Without its own keys: Tab goes on to the next field, the arrows go from cell to cell.
    lib.Table.extend({ addKeyboardShortcuts: () => ({}) }), lib.TableRow, lib.TableHeader, lib.TableCell,
    lib.BulletList, lib.OrderedList, lib.ListItem, lib.Blockquote, lib.HorizontalRule,
    lib.Link.extend({
      // Ours opens the panel below the bar.
      addKeyboardShortcuts: () => ({}),
      // An address without a scheme, in pasted plain text, would get http:, which the server takes out.
      addPasteRules() {
        const secure = (found) => ({ ...found, data: { ...found.data, href: found.data.href.replace(/^http:/i, "https:") } });
        return this.parent().map((rule) => ({ ...rule, find: (...asked) => rule.find(...asked)?.map(secure) }));
      },
    }).configure({ enableTarget: false, openOnClick: false, autolink: true, defaultProtocol: "https", isAllowedUri: (url) => !OTHER_SCHEME.test(url), HTMLAttributes: { target: null, rel: null } }),
  ];
}

// A caret stands in a paragraph only. So there is one before a table that begins a text, behind one that ends it and
// between two; what nobody typed in is not stored. A line across the text is as such a table.
function isShut(node, side) {
  for (let one = node; one; one = one[side]) {
    if (one.isAtom || one.type.name === "table") return true;
    if (one.isTextblock) return false;
  }
  return !node;
}

const isGap = (before, after) => isShut(before, "lastChild") && isShut(after, "firstChild");
const isBlank = (node) => node?.type.name === "paragraph" && !node.content.size;

function withPlaces(state) {
  const { doc, tr, schema } = state;
  let place = doc.content.size;
  for (let number = doc.childCount; number >= 0; number--) {
    const before = doc.maybeChild(number - 1);
    if (isGap(before, doc.maybeChild(number))) tr.insert(place, schema.nodes.paragraph.create());
    place -= before?.nodeSize ?? 0;
  }
  return tr.docChanged ? tr : null;
}

function withoutPlaces(doc) {
  const kept = Array.from({ length: doc.childCount }, (_, number) => doc.child(number))
    .filter((node, number) => !(isBlank(node) && isGap(doc.maybeChild(number - 1), doc.maybeChild(number + 1))));
  while (isBlank(kept.at(-1))) kept.pop();
  return doc.type.create(null, kept).content;
}

async function make(textarea) {
  if (made.has(textarea)) return;
  made.set(textarea, null);
  const [lib, { pasted }] = await Promise.all([import(textarea.dataset.prose), import(document.getElementById("prose-tools").dataset.paste)]);
  // Who began to type before the editor was there goes on in the plain field; the server keeps the formatting of
  // the paragraphs that did not change. What the browser put back before anybody did anything is not typed.
  if (textarea.textContent !== textarea.value && navigator.userActivation?.hasBeenActive !== false) { ready(textarea, true); return; }
  const field = textarea.closest(".prose-field");
  const hadFocus = document.activeElement === textarea;
  const place = document.createElement("div");
  place.className = "prose-edit prose";
  textarea.before(place);

  const attributes = { id: `${textarea.id}-editor`, role: "textbox", "aria-multiline": "true", "aria-labelledby": `${textarea.id}-label` };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  let source = "typed" in textarea.dataset ? paragraphs(textarea.textContent) : textarea.dataset.html;
  const editor = new lib.Editor({
    element: place,
    injectCSS: false,
    editable: !textarea.disabled && !textarea.readOnly,
    extensions: extensionsOf(lib),
    content: source,
    editorProps: {
      attributes,
      transformPastedHTML: (html) => {
        if (html.includes("data-pm-slice")) return html; // from one of our editors
        const found = pasted(html);
        leftOut(field, found);
        return found.html;
      },
    },
    onUpdate: () => textarea.dispatchEvent(new Event("input", { bubbles: true })),
    onTransaction: () => show(field, editor),
  });
  // A text that nobody changed is written as it came, to the letter.
  let untouched;
  const begin = () => {
    const places = withPlaces(editor.state);
    if (places) editor.view.dispatch(places.setMeta("addToHistory", false).setMeta("preventUpdate", true));
    untouched = editor.state.doc;
  };
  begin();
  const written = () => {
    if (editor.state.doc.eq(untouched)) return source;
    return editor.isEmpty ? "" : lib.getHTMLFromFragment(withoutPlaces(editor.state.doc), editor.schema);
  };

  // The form is sent with the HTML, and says so. The field itself stays as the server sent it: what stands in it
  // is what a browser puts back after "back", beside whatever the page holds by then.
  textarea.form?.addEventListener("formdata", ({ formData }) => {
    formData.delete(textarea.name);
    formData.set(textarea.dataset.htmlName ?? textarea.name, written());
    formData.set("format", "html");
  });
  textarea.value = textarea.textContent;
  textarea.hidden = true;
  made.set(textarea, editor);
  textarea.proseEditor = {
    get: written,
    set: (html) => {
      editor.commands.setContent(html, { emitUpdate: false });
      source = html;
      begin();
    },
    focus: () => editor.commands.focus("end"),
    close: () => editor.setEditable(false),
    selected: () => editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to, "\n"),
  };
  bar(textarea, place, editor);
  const fold = textarea.closest("details");
  fold?.addEventListener("toggle", () => { if (fold.open && editor.isEmpty) editor.commands.focus(); });
  document.getElementById(`${textarea.id}-label`).addEventListener("click", () => editor.commands.focus());
  if (hadFocus || location.hash === `#${textarea.id}`) editor.commands.focus("end");
  ready(textarea);
}

function ready(textarea, isPlain = false) {
  textarea.proseIsPlain = isPlain;
  textarea.dispatchEvent(new CustomEvent("prose:ready", { bubbles: true }));
}

// What was typed in a plain field and came back from the server.
function paragraphs(plain) {
  const box = document.createElement("div");
  for (const part of plain.split(/\n\s*\n/)) {
    const paragraph = document.createElement("p");
    part.split("\n").forEach((line, number) => paragraph.append(...(number ? [document.createElement("br")] : []), line));
    box.append(paragraph);
  }
  return box.innerHTML;
}

function leftOut(field, { pictures, embedded }) {
  const words = document.getElementById("prose-tools").dataset;
  const said = [[pictures, words.picture, words.pictures], [embedded, words.embedded, words.embeddedSeveral]]
    .filter(([number]) => number).map(([number, one, several]) => (number === 1 ? one : several.replace("§", number)));
  field.querySelector("[data-prose-said]").textContent = said.join(" ");
}

// Each field gets a copy of the tools that stand once on the page (templates/parts/prose_scripts.html).
function toolsOf(textarea) {
  const source = document.getElementById("prose-tools");
  const copy = source.content.cloneNode(true);
  const [tools, panel, said] = [copy.querySelector("[role=toolbar]"), copy.querySelector(".prose-link"), copy.querySelector("[data-prose-said]")];
  const label = document.getElementById(`${textarea.id}-label`).textContent.trim();
  tools.setAttribute("aria-controls", `${textarea.id}-editor`);
  tools.setAttribute("aria-label", source.dataset.label.replace("§", label));
  panel.id = `${textarea.id}-link`;
  tools.querySelector("[data-do=link]").setAttribute("aria-controls", panel.id);
  panel.querySelector("input").id = `${panel.id}-address`;
  panel.querySelector("label").htmlFor = `${panel.id}-address`;
  return [tools, panel, said];
}

function bar(textarea, place, editor) {
  const [tools, panel, said] = toolsOf(textarea);
  const buttons = [...tools.querySelectorAll("button")];
  const address = panel.querySelector("[data-link-address]");
  const linker = tools.querySelector("[data-do=link]");
  place.before(tools, panel);
  place.after(said);

  const openLink = (open) => {
    panel.hidden = !open;
    linker.setAttribute("aria-expanded", String(open));
    if (open) { address.value = editor.getAttributes("link").href ?? ""; address.focus(); }
  };
  const link = () => {
    const href = address.value.trim();
    if (!/^(https:\/\/|mailto:)\S+$/i.test(href)) { address.setAttribute("aria-invalid", "true"); address.focus(); return; }
    address.removeAttribute("aria-invalid");
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href.replace(/^mailto:/i, ""), marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setMark("link", { href }).run();
    openLink(false);
  };

  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    openLink(true);
  });
  tools.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  tools.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.do;
    if (what === "link") openLink(panel.hidden);
    else if (what) COMMANDS[what](editor.chain().focus()).run();
  });
  panel.querySelector("[data-link-set]").addEventListener("click", link);
  panel.querySelector("[data-link-unset]").addEventListener("click", () => {
    editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
    openLink(false);
  });
  address.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); link(); }
    if (event.key === "Escape") { openLink(false); editor.commands.focus(); }
  });

  // One stop for the Tab key; the arrows go from button to button.
  buttons.forEach((button, number) => { button.tabIndex = number ? -1 : 0; });
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = buttons.filter((button) => button.offsetParent);
    const here = shown.indexOf(document.activeElement);
    const next = shown[(here + step + shown.length) % shown.length];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
}

function show(field, editor) {
  for (const button of field.querySelectorAll("[role=toolbar] [aria-pressed]")) {
    button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.do)));
  }
  const inTable = field.querySelector("[data-in-table]");
  if (inTable) inTable.hidden = !editor.isActive("table");
}

// One that cannot be made leaves the plain field.
const all = (root) => root.querySelectorAll("textarea[data-prose]").forEach((one) => make(one).catch((error) => {
  console.error(error);
  one.hidden = false;
  ready(one, true);
}));
all(document);
document.addEventListener("htmx:afterSettle", (event) => all(event.target));
