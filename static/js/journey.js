// Moves stages and contact moments: by the arrow keys on a handle, or by dragging it. The server answers with
// the journey as it is then, says what moved and puts the focus back on the handle. Without this script the
// handle opens buttons that do the same.

const KEYS = {
  moment: { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" },
  stage: { ArrowUp: "earlier", ArrowLeft: "earlier", ArrowDown: "later", ArrowRight: "later" },
};
const FAR = 6; // pixels before a press becomes a drag
const EDGE = 70; // how near the edge of the window or of the board it begins to scroll

const thingOf = (handle) => handle.closest("[data-moment], [data-stage]");
const kindOf = (thing) => ("moment" in thing.dataset ? "moment" : "stage");

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!handle || event.altKey || event.ctrlKey || event.metaKey) return;
  const to = KEYS[kindOf(thingOf(handle))][event.key];
  if (!to) return;
  event.preventDefault();
  const form = handle.parentElement.querySelector("form");
  const button = form.querySelector(`button[value="${to}"]`);
  if (button.disabled) return;
  form.elements.open.value = handle.parentElement.open ? "1" : "";
  button.click(); // htmx sends the name of a button that was clicked
});

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!handle || event.button !== 0 || drag) return;
  drag = { handle, thing: thingOf(handle), x: event.clientX, y: event.clientY, id: event.pointerId, place: null, mark: null };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  if (!drag.mark) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    begin();
  }
  event.preventDefault();
  scroll(event.clientX, event.clientY);
  drag.place = placeAt(event.clientX, event.clientY) ?? drag.place;
  show();
});

document.addEventListener("pointerup", (event) => { if (drag?.id === event.pointerId) end(true); });
document.addEventListener("pointercancel", (event) => { if (drag?.id === event.pointerId) end(false); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (drag?.mark) { end(false); return; }
  const menu = event.target.closest?.(".journey-move[open]") ?? document.querySelector(".journey-move[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
// The press that was a drag opens no buttons.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-handle]")?.matches("[data-dragged]")) return;
  event.preventDefault();
  delete event.target.closest("[data-handle]").dataset.dragged;
}, true);

function begin() {
  drag.handle.setPointerCapture(drag.id);
  drag.handle.dataset.dragged = "";
  drag.thing.classList.add("journey-dragged");
  drag.mark = document.createElement("li");
  drag.mark.className = "journey-drop";
  drag.mark.setAttribute("aria-hidden", "true");
}

// Where it would go: into which list, and before which of its fellows.
function placeAt(x, y) {
  const stage = document.elementFromPoint(x, y)?.closest("[data-stage]");
  if (!stage) return null;
  if (kindOf(drag.thing) === "moment") {
    const list = stage.querySelector("[data-moments]");
    return list && { list, before: fellows(list).find((one) => y < middle(one, "top", "height")) ?? null };
  }
  if (stage === drag.thing) return null;
  const all = fellows(stage.parentElement);
  const before = x < middle(stage, "left", "width") ? stage : all[all.indexOf(stage) + 1] ?? null;
  return { list: stage.parentElement, before };
}

const fellows = (list) => [...list.children].filter((one) => one !== drag.thing && one !== drag.mark);

function middle(one, start, size) {
  const box = one.getBoundingClientRect();
  return box[start] + box[size] / 2;
}

function show() {
  if (drag.place) drag.place.list.insertBefore(drag.mark, drag.place.before);
}

function scroll(x, y) {
  if (y < EDGE) window.scrollBy(0, -12);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
  const box = board().getBoundingClientRect();
  if (x < box.left + EDGE) board().scrollBy(-12, 0);
  else if (x > box.right - EDGE) board().scrollBy(12, 0);
}

function end(drops) {
  const { handle, thing, mark, place } = drag;
  drag = null;
  if (!mark) return;
  mark.remove();
  thing.classList.remove("journey-dragged");
  setTimeout(() => { delete handle.dataset.dragged; }, 0);
  if (!drops || !place || place.before === thing) return;
  window.htmx.ajax("POST", thing.dataset.url, { target: "#journey", swap: "outerHTML", values: valuesOf(thing, place) });
}

function valuesOf(thing, { list, before }) {
  if (kindOf(thing) === "stage") return before ? { before: before.dataset.stage } : { to: "last" };
  const values = { stage: list.closest("[data-stage]").dataset.stage };
  if (before) values.before = before.dataset.moment;
  return values;
}

// The board stays where it was looked at when the server answers with the whole of it.
let left = 0;
document.addEventListener("htmx:beforeSwap", () => { left = board()?.scrollLeft ?? 0; });
document.addEventListener("htmx:afterSwap", () => { if (board()) board().scrollLeft = left; });
const board = () => document.querySelector("[data-board]");
