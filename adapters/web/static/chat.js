// The open page. The server draws everything; this sends forms, and brings the page up to date when
// the server says that something changed. The same request is never sent twice for one press.

import { fill, prepareComposer } from "/static/composer.js";
import { closeDialog, prepare, showDialog } from "/static/dialogs.js";
import { complain, newDelivery, sendLine } from "/static/lines.js";
import { merge, renew } from "/static/merge.js";
import { filterPeople } from "/static/people.js";

const AGAIN = 400; // ms within which a second press of the same thing is taken for the first
const toast = document.getElementById("toast");
const pressed = new Map();

// Bringing the page up to date ------------------------------------------------------------------

let refreshing = null;
let refreshAgain = false;

async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return refreshing;
  }
  refreshing = bringUpToDate().finally(() => (refreshing = null));
  await refreshing;
  if (refreshAgain) {
    refreshAgain = false;
    return refresh();
  }
}

async function bringUpToDate() {
  const url = new URL(location.href);
  const top = document.getElementById("log").firstElementChild;
  const first = document.querySelector("#log > article");
  if (first) url.searchParams.set("since", first.id.slice(1));
  url.searchParams.delete("before");
  if (document.hidden) url.searchParams.set("peek", "1");
  const answer = await fetch(url).catch(() => null);
  if (!answer || answer.status >= 500) return;
  if (!answer.ok) return location.reload();
  apply(parse(await answer.text()), top);
}

function apply(page, top) {
  const at = (id, where = document) => where.getElementById(id);
  for (const id of ["log", "thread-log"]) if (at(id) && at(id, page)) merge(at(id), at(id, page), top);
  for (const id of ["places", "elsewhere", "clock"]) renew(at(id), at(id, page));
  document.title = page.title;
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// Sending ---------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-post]")) return;
  event.preventDefault();
  const body = bodyOf(form, event.submitter);
  if (form.matches("[data-composer]")) sendLine(form, body, (line) => send(form, line));
  else if (mayPress(form, event.submitter)) send(form, body);
});

function bodyOf(form, submitter) {
  const data = new FormData(form, submitter);
  return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
}

/** A second press within a moment is the same one, even when the first has changed the button. */
function mayPress(form, submitter) {
  const message = form.closest("article")?.id;
  const what = message ?? `${form.id}${form.getAttribute("action")}${submitter?.value ?? ""}`;
  const last = pressed.get(what) ?? -AGAIN;
  if (form.ariaBusy === "true" || performance.now() - last < AGAIN) return false;
  pressed.set(what, performance.now());
  return true;
}

/** Sends a form: `taken`, or a dialog is `shown` now; anything else if it has to be sent again. */
async function send(form, body) {
  form.ariaBusy = "true";
  const slow = setTimeout(() => say(document.body.dataset.busy), 700);
  const action = form.getAttribute("action");
  const answer = await fetch(action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  clearTimeout(slow);
  say("");
  form.ariaBusy = null;
  if (!answer || answer.status >= 500) return say(document.body.dataset.failed, 6000);
  if (answer.status === 401 || answer.status === 403) return location.reload();
  if (!form.matches("[data-composer]")) newDelivery(form);
  const outcome = answer.type === "opaqueredirect" ? await taken(form) : await returned(form, parse(await answer.text()));
  if (form.isConnected) pressed.set(form.closest("article")?.id, performance.now());
  return outcome;
}

/** The act is done; its traces are in the place. */
async function taken(form) {
  if (form.matches("[data-form]")) closeDialog();
  const scroll = form.closest("article") ? null : form.closest("main, aside")?.querySelector(".scroll");
  scroll?.scrollTo(0, 0);
  await refresh();
  const answer = scroll?.querySelector("article:last-of-type");
  if (answer?.offsetHeight > scroll?.clientHeight) answer.scrollIntoView({ block: "start" });
  return "taken";
}

/** The server has a form to fill in, or a fault to mend. */
async function returned(form, page) {
  const shown = showDialog(page);
  if (!shown && form.matches("[data-composer]")) {
    complain(form, page.querySelector(`#${form.id} .wrong`)?.textContent ?? "");
    form.querySelector("textarea").focus();
  }
  await refresh();
  return shown ? "shown" : "wrong";
}

let hushing = 0;
let away = false;

/** Words stand for as long as they were given; then, that the connection is lost while it is. */
function say(words, forMs = 0) {
  clearTimeout(hushing);
  toast.textContent = words || (away ? document.body.dataset.away : "");
  hushing = forMs && setTimeout(() => say(""), forMs);
}

function connected(now) {
  away = !now;
  if (!hushing) say("");
}

// Hearing of changes ----------------------------------------------------------------------------

let waiting = 0;

function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 60);
}

/** One tab of a member holds the stream and tells the others: browsers allow few connections. */
function listen() {
  const name = `kindred-live-${document.body.dataset.me}`;
  const others = new BroadcastChannel(name);
  others.addEventListener("message", changed);
  if (navigator.locks) navigator.locks.request(name, () => new Promise(() => hold(others)));
  else hold(others);
  refresh();
}

function hold(others) {
  const source = new EventSource("/live");
  for (const event of ["hello", "change"]) {
    source.addEventListener(event, () => {
      connected(true);
      changed();
      others.postMessage("");
    });
  }
  source.addEventListener("error", () => {
    connected(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(hold, 3000, others);
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});

// Looking further back, being someone else, small comforts ----------------------------------------

document.addEventListener("click", async (event) => {
  const earlier = event.target.closest("#earlier");
  const panel = event.target.closest("[data-panel]");
  const code = event.target.closest("[data-fill]");
  if (code) fill(code.dataset.fill);
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (earlier) {
    event.preventDefault();
    await showEarlier(earlier);
  }
  if (panel) {
    event.preventDefault();
    await showPanel(panel.href);
  }
});

async function showEarlier(link) {
  const answer = await fetch(`${link.href}&peek=1`).catch(() => null);
  if (!answer?.ok) return say(document.body.dataset.failed, 6000);
  const page = parse(await answer.text());
  const log = document.getElementById("log");
  const older = [...page.querySelectorAll("#log > *")].filter((node) => !document.getElementById(node.id));
  const sameDay = older.findLast?.((node) => node.matches(".day"));
  log.prepend(...older.map((node) => document.adoptNode(node)));
  if (sameDay) refresh();
  const further = page.getElementById("earlier");
  if (further) link.href = further.href;
  else link.closest("p").remove();
  older.find((node) => node.matches("article"))?.focus({ preventScroll: false });
}

async function showPanel(href) {
  const answer = await fetch(href).catch(() => null);
  if (!answer?.ok) return (location.href = href);
  const main = parse(await answer.text()).querySelector("main");
  const dialog = document.createElement("dialog");
  dialog.className = "panel";
  dialog.setAttribute("aria-labelledby", "people-title");
  const close = Object.assign(document.createElement("button"), { className: "close", textContent: "✕" });
  close.setAttribute("aria-label", document.querySelector(".places .close").getAttribute("aria-label"));
  close.addEventListener("click", () => dialog.close());
  dialog.append(main, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  filterPeople(dialog);
  dialog.showModal();
}

let asking = 0;

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches("[data-people]")) return;
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const answer = await fetch(`/people?q=${encodeURIComponent(field.value)}`).catch(() => null);
    const people = answer?.ok ? await answer.json() : [];
    field.list.replaceChildren(...people.map((person) => new Option(person.name, person.name)));
  }, 150);
});

// Beginning -------------------------------------------------------------------------------------

document.querySelectorAll("[data-composer]").forEach(prepareComposer);
const dialog = document.getElementById("dialog");
if (dialog) prepare(dialog, document.getElementById("say-text"));
else if (matchMedia("(hover: hover)").matches) {
  (document.getElementById("say-thread-text") ?? document.getElementById("say-text")).focus();
}
listen();
