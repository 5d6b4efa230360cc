// The page's behaviour: walking the doubts, lighting places, editing values. Everything that comes from documents stays text.
"use strict";

const WORDS = JSON.parse(document.getElementById("words").textContent);
const EDITABLE = document.body.dataset.editable === "yes";
const FIELDS = [...document.querySelectorAll(".field")];
const BY_NAME = new Map(FIELDS.map((field) => [field.dataset.name, field]));
const NUMBERS = new Map(FIELDS.map((field, at) => [String(at), field]));
let chosen = null;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function say(text, isBad = false) {
  const place = document.getElementById("said");
  if (place) {
    place.textContent = text;
    place.classList.toggle("bad", isBad);
  }
}

// --- Places ------------------------------------------------------------------------------------------------------

const PLACES = [...document.querySelectorAll("[data-leaves]")];
const PLACES_OF = new Map();
for (const place of PLACES) {
  for (const number of place.dataset.leaves.split(" ")) {
    if (!PLACES_OF.has(number)) PLACES_OF.set(number, []);
    PLACES_OF.get(number).push(place);
  }
}

function drawPicture(svg) {
  if (svg.querySelector("image") || !svg.dataset.picture) return;
  const [, , width, height] = svg.getAttribute("viewBox").split(" ");
  const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
  for (const [key, value] of Object.entries({ href: svg.dataset.picture, x: 0, y: 0, width, height })) {
    image.setAttribute(key, value);
  }
  image.addEventListener("error", () => say(WORDS.picture_missing, true));
  svg.querySelector(".paper").after(image);
}

if ("IntersectionObserver" in window) {
  const watch = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) { drawPicture(entry.target); watch.unobserve(entry.target); }
  }, { rootMargin: "600px" });
  document.querySelectorAll("svg[data-picture]").forEach((svg) => watch.observe(svg));
} else {
  document.querySelectorAll("svg[data-picture]").forEach(drawPicture);
}

// Where the form's labels were found comes after the page is there: it takes another reading of the document.
if (EDITABLE && document.querySelector("svg[data-picture]")) addEventListener("load", async () => {
  const answer = await fetch(`${location.pathname}/labels`);
  for (const [page, [x0, y0, x1, y1]] of answer.ok ? await answer.json() : []) {
    const label = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of Object.entries({ class: "label", x: x0, y: y0, width: x1 - x0, height: y1 - y0 })) {
      label.setAttribute(key, value);
    }
    const paper = document.querySelector(`#page-${page} svg`);
    if (paper) paper.insertBefore(label, paper.querySelector(".box"));
  }
});

function light(field) {
  document.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
  const places = PLACES_OF.get(String(FIELDS.indexOf(field))) || [];
  for (const place of places) place.classList.add("lit");
  const first = places[0] || (field.dataset.page && document.getElementById(`page-${field.dataset.page}`));
  if (first) first.scrollIntoView({ block: "center", behavior: "instant" });
}

function choose(field, fromPlace = false) {
  if (chosen) chosen.classList.remove("chosen");
  chosen = field;
  field.classList.add("chosen");
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: fromPlace ? "center" : "nearest", behavior: "instant" });
  if (!fromPlace) light(field);
  history.replaceState(null, "", `#${field.id}`);
}

FIELDS.forEach((field) => field.addEventListener("click", (event) => {
  if (!event.target.closest(".editor")) choose(field);
}));

const SOURCE = document.querySelector(".source");
if (SOURCE) SOURCE.addEventListener("click", (event) => {
  const place = event.target.closest("[data-leaves]");
  if (!place) {
    say(WORDS.no_field);
    return;
  }
  // Of several values of one place, the next click chooses the next one.
  const numbers = place.dataset.leaves.split(" ");
  const at = numbers.indexOf(String(FIELDS.indexOf(chosen)));
  const field = NUMBERS.get(numbers[(at + 1) % numbers.length]);
  document.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
  place.classList.add("lit");
  choose(field, true);
  say(titleOf(field));
});

// --- Walking -----------------------------------------------------------------------------------------------------

function isOpen(field) {
  return field.dataset.doubt === "yes" && !field.classList.contains("settled");
}

function walk(step) {
  const from = chosen ? FIELDS.indexOf(chosen) : step > 0 ? -1 : FIELDS.length;
  for (let at = from + step; at >= 0 && at < FIELDS.length; at += step) {
    const wanted = step > 0 ? isOpen(FIELDS[at]) : FIELDS[at].dataset.doubt === "yes";
    if (wanted) {
      choose(FIELDS[at]);
      return true;
    }
  }
  // What was passed over comes again.
  const again = step > 0 && FIELDS.find(isOpen);
  if (again && again !== chosen) {
    choose(again);
    return true;
  }
  say(step > 0 ? WORDS.last : WORDS.first);
  return false;
}

const ONLY = document.getElementById("only");
if (ONLY) ONLY.addEventListener("change", () => document.body.classList.toggle("only", ONLY.checked));

// --- Saying ------------------------------------------------------------------------------------------------------

const WHO = document.getElementById("who");
if (WHO) {
  WHO.value = localStorage.getItem("yomitori-who") || WHO.value;
  WHO.addEventListener("change", () => localStorage.setItem("yomitori-who", WHO.value.trim()));
}

async function post(path, body) {
  if (!WHO.value.trim()) {
    WHO.focus();
    throw new Error(WORDS.name_needed);
  }
  const sha256 = location.pathname.split("/")[2];
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sha256, who: WHO.value.trim(), ...body }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error || answer.statusText);
  return said;
}

function show(said) {
  const field = BY_NAME.get(said.field.name);
  if (!field) return;
  field.dataset.value = said.field.json;
  field.classList.toggle("settled", Boolean(said.field.said));
  const value = field.querySelector(".value");
  value.replaceChildren(said.field.shown || element("span", { className: "none", textContent: WORDS.none }));
  const note = field.querySelector(".said");
  note.replaceChildren();
  if (said.field.said) {
    note.append(element("span", { className: `badge ${said.field.said.state}`, textContent: said.field.said.word }));
    note.append(` ${said.field.said.text}`);
  }
  document.getElementById("progress").textContent = said.progress.text;
  const bar = document.getElementById("bar");
  bar.value = said.progress.done;
  bar.max = said.progress.all;
}

async function settle(field, kind, value, note) {
  try {
    show(await post("/say", { pointer: field.dataset.name, kind, value, note }));
    if (field.querySelector(".editor")) closeEditor();
    // Whoever has gone on meanwhile stays where he is.
    const isLast = chosen === field && !walk(1);
    say(isLast ? `${WORDS.saved} ${WORDS.last}` : WORDS.saved);
    return true;
  } catch (error) {
    say(WORDS.failed + error.message, true);
    return false;
  }
}

async function undo() {
  try {
    const said = await post("/undo", {});
    show(said);
    const field = BY_NAME.get(said.field.name);
    if (field) choose(field);
    say(WORDS.undone);
  } catch (error) {
    say(WORDS.failed + error.message, true);
  }
}

// --- Editors -----------------------------------------------------------------------------------------------------

function closeEditor() {
  const open = document.querySelector(".editor");
  if (!open) return;
  const field = open.closest(".field");
  open.remove();
  field.focus({ preventScroll: true });
}

function titleOf(field) {
  return field.querySelector("h3").textContent.trim();
}

function choiceGroup(field, ...inputs) {
  const group = element("fieldset", {}, ...inputs);
  group.setAttribute("aria-label", titleOf(field));
  return group;
}

function checks(field, options, value) {
  const boxes = options.map((option) => {
    const box = element("input", { type: "checkbox", value: option.id, checked: value.includes(option.id) });
    return element("label", {}, box, ` ${option.text}`);
  });
  const input = choiceGroup(field, ...boxes);
  return { input, read: () => [...input.querySelectorAll("input:checked")].map((box) => box.value) };
}

function buttons(field, options, value, isDone) {
  let now = value;
  const made = options.map((option) => {
    const button = element("button", { type: "button", textContent: option.text });
    button.setAttribute("aria-pressed", String(option.id === now));
    button.addEventListener("click", () => { now = option.id; isDone(); });
    return button;
  });
  return { input: choiceGroup(field, ...made), read: () => now };
}

function text(field, value) {
  const kind = field.dataset.kind;
  const isNumber = kind === "integer" || kind === "decimal";
  const isList = kind === "list";
  const isLong = isList || kind === "json" || kind === "text" && String(value ?? "").length > 40;
  const shown = isList ? (value ?? []).join("\n") : kind === "json" ? JSON.stringify(value ?? [], null, 1) : value ?? "";
  const input = element(isLong ? "textarea" : "input", { value: shown });
  if (isNumber) input.inputMode = "decimal";
  if (kind === "date") { input.type = "text"; input.placeholder = "YYYY-MM-DD"; input.pattern = "\\d{4}-\\d{2}-\\d{2}"; }
  input.setAttribute("aria-label", titleOf(field));
  const read = () => {
    const typed = input.value.normalize("NFKC").trim();
    if (isList) return input.value.split("\n").map((entry) => entry.trim()).filter(Boolean);
    if (kind === "json") {
      try {
        return JSON.parse(input.value.trim() || "[]");
      } catch {
        throw new Error(WORDS.invalid);
      }
    }
    if (!typed) return null;
    if (!isNumber) return kind === "date" ? typed : input.value.trim();
    const number = Number(typed.replaceAll(",", ""));
    if (!Number.isFinite(number)) throw new Error(WORDS.invalid);
    return number;
  };
  return { input, read };
}

function edit(field) {
  closeEditor();
  const value = JSON.parse(field.dataset.value);
  const options = field.dataset.options ? JSON.parse(field.dataset.options) : [];
  const form = element("form", { className: "editor" });
  const isOne = field.dataset.kind === "one";
  const editor = isOne ? buttons(field, options, value, () => form.requestSubmit())
    : options.length && Array.isArray(value) ? checks(field, options, value)
    : text(field, value);
  const note = element("input", { placeholder: WORDS.note });
  note.setAttribute("aria-label", WORDS.note);
  const save = element("button", { textContent: WORDS.save });
  const cancel = element("button", { type: "button", textContent: WORDS.cancel });
  cancel.addEventListener("click", closeEditor);
  form.append(editor.input, note, save, cancel);
  const refuse = (textContent) => form.append(element("p", { className: "bad", role: "alert", textContent }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector(".bad")?.remove();
    try {
      const said = await settle(field, "corrected", editor.read(), note.value.trim() || null);
      if (!said) refuse(document.getElementById("said").textContent);
    } catch (error) {
      refuse(error.message);
    }
  });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") closeEditor();
    const isText = event.target.tagName === "TEXTAREA" ? event.ctrlKey || event.metaKey : event.target.tagName !== "BUTTON";
    if (event.key === "Enter" && isText && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  field.append(form);
  const first = form.querySelector("[aria-pressed=true], input, textarea, button");
  first.focus();
  form.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// --- Keys --------------------------------------------------------------------------------------------------------

const DO = {
  next: () => walk(1),
  previous: () => walk(-1),
  accept: () => chosen && settle(chosen, "accepted", JSON.parse(chosen.dataset.read), null),
  edit: () => chosen && edit(chosen),
  absent: () => {
    if (!chosen) return;
    if (chosen.dataset.absent) settle(chosen, "not-in-document", JSON.parse(chosen.dataset.absent), null);
    else say(WORDS.invalid, true);
  },
  undo,
};
const KEYS = { j: "next", k: "previous", a: "accept", e: "edit", x: "absent", u: "undo" };

document.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => DO[button.dataset.do]()));
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, .editor");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const what = KEYS[event.key];
  const link = { n: "next-document", q: "queue" }[event.key];
  if (what && FIELDS.length && (EDITABLE || what === "next" || what === "previous")) DO[what]();
  else if (link && document.getElementById(link)) document.getElementById(link).click();
  else if (event.key === "/" && document.getElementById("search")) document.getElementById("search").focus();
  else if (event.key === "j" && !FIELDS.length) document.querySelector("main tbody a")?.focus();
  else return;
  event.preventDefault();
});

if (FIELDS.length) {
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted && wanted.classList.contains("field")) choose(wanted);
  else if (FIELDS.some((field) => field.dataset.doubt === "yes")) walk(1);
}
