// Moves stages and contact moments: by the arrow keys on a handle, or by dragging it. The server answers with
// the journey as it is then, says what moved and puts the focus back on the handle. Without this script the
// handle opens buttons that do the same.

const KEYS = {
  moment: { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" },
  stage: { ArrowUp: "earlier", ArrowLeft: "earlier", ArrowDown: "later", ArrowRight: "later" },
};
const FAR = 6; // pixels before a press becomes a drag
const EDGE = 70; // how near the edge of the window the page begins to scroll

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
  form.requestSubmit(button);
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
  scroll(event.clientY);
  drag.place = placeAt(event.clientX, event.clientY) ?? drag.place;
  show();
});

document.addEventListener("pointerup", (event) => { if (drag?.id === event.pointerId) end(true); });
document.addEventListener("pointercancel", (event) => { if (drag?.id === event.pointerId) end(false); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag?.mark) end(false); });
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
  const under = document.elementFromPoint(x, y);
  if (kindOf(drag.thing) === "stage") {
    const stage = under?.closest("[data-stage]");
    if (!stage || stage === drag.thing) return null;
    return { list: stage.parentElement, before: beforeOf(stage, x, "left", "width") };
  }
  const moment = under?.closest("[data-moment]");
  if (moment && moment !== drag.thing) return { list: moment.parentElement, before: beforeOf(moment, y, "top", "height") };
  const list = moment ? null : under?.closest("[data-stage]")?.querySelector("[data-moments]");
  return list ? { list, before: null } : null;
}

function beforeOf(one, at, start, size) {
  const box = one.getBoundingClientRect();
  return at < box[start] + box[size] / 2 ? one : nextOf(one);
}

function nextOf(one) {
  let next = one.nextElementSibling;
  while (next && (next === drag.thing || next === drag.mark)) next = next.nextElementSibling;
  return next;
}

function show() {
  if (drag.place) drag.place.list.insertBefore(drag.mark, drag.place.before);
}

function scroll(y) {
  if (y < EDGE) window.scrollBy(0, -12);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
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
