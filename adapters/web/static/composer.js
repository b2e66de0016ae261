// The message box: "/" lists commands, "@" people, by keyboard too. That Enter sends is in enter.js.

import { plain } from "/static/people.js";

const commands = JSON.parse(document.getElementById("commands")?.textContent ?? "[]");

/** Makes a form of class `composer` offer what can be said. */
export function prepareComposer(form) {
  const box = form.querySelector("textarea");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  const open = { entries: [], at: -1, from: 0, asked: 0 };

  function show(entries, from) {
    if (!entries.length) return hide();
    Object.assign(open, { entries, from, at: 0 });
    list.replaceChildren(...entries.map((entry, at) => option(entry, `${list.id}-${at}`)));
    list.hidden = false;
    box.setAttribute("role", "combobox"); // only while it is one: otherwise it is a text box of many lines
    box.setAttribute("aria-haspopup", "listbox");
    box.setAttribute("aria-expanded", "true");
    status.textContent = form.dataset.suggested.replace("#", entries.length);
    choose(0);
  }

  function hide() {
    open.at = -1;
    list.hidden = true;
    for (const name of ["role", "aria-haspopup", "aria-expanded", "aria-activedescendant"]) {
      box.removeAttribute(name);
    }
    status.textContent = "";
  }

  function choose(at) {
    open.at = (at + open.entries.length) % open.entries.length;
    [...list.children].forEach((entry, n) => entry.setAttribute("aria-selected", n === open.at));
    const chosen = list.children[open.at];
    box.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  function take(at) {
    const entry = open.entries[at];
    const after = box.value.slice(box.selectionStart);
    const words = `${entry.insert}${after.startsWith(" ") ? "" : " "}`;
    box.setRangeText(words, open.from, box.selectionStart, "end");
    if (entry.member) remember(form, entry);
    hide();
    box.focus();
  }

  async function look() {
    const before = box.value.slice(0, box.selectionStart);
    const asked = ++open.asked;
    const person = /(?:^|\s)@([^\s@][^@\n]{0,30}|)$/.exec(before);
    if (person) {
      const people = person[1] ? await named(person[1]) : [];
      if (asked === open.asked) show([...bot(person[1]), ...people], before.length - person[1].length - 1);
      return;
    }
    const command = /^\/([^\n]{0,40})$/.exec(before);
    if (command) show(matching(command[1]), 0);
    else hide();
  }

  box.addEventListener("input", look);
  box.addEventListener("blur", () => setTimeout(hide, 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const entry = event.target.closest("[role=option]");
    if (entry) take([...list.children].indexOf(entry));
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!list.hidden && keys[event.key]?.(open, choose, take, hide, box) === true) event.preventDefault();
  });
}

// What keys do while the list is open; `true` means that the key has been used up.
const keys = {
  ArrowDown: (open, choose) => (choose(open.at + 1), true),
  ArrowUp: (open, choose) => (choose(open.at - 1), true),
  Tab: (open, choose, take) => (take(open.at), true),
  Escape: (open, choose, take, hide) => (hide(), true),
  Enter: (open, choose, take, hide, box) => {
    const whole = box.value.trim() === open.entries[open.at].insert;
    if (whole) hide();
    else take(open.at);
    return !whole; // a command that stands there in full is sent
  },
};

/** Puts words into the message box, ready to be completed and sent. */
export function fill(text) {
  const box = document.getElementById("say-text");
  box.value = text.replace(/\s*[<[].*$/, " ");
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

function matching(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (command) => {
    const name = command.text.slice(1).toLowerCase();
    if (typed.length > name.length && typed.toLowerCase().startsWith(`${name} `)) return false;
    return words.every((word) => name.split(" ").some((part) => part.startsWith(word)));
  };
  return commands.filter(fits).map((command) => ({ ...command, insert: command.text }));
}

function bot(typed) {
  return "kindred".startsWith(typed.toLowerCase()) ? [{ insert: "@Kindred", name: "Kindred", bot: true }] : [];
}

/** People whose names begin with what is typed, word for word: a sentence that goes on is left alone. */
async function named(typed) {
  const answer = await fetch(`/people?q=${encodeURIComponent(typed)}`).catch(() => null);
  const people = answer?.ok ? await answer.json() : [];
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const fits = (name) => words.every((word) => plain(name).split(/\s+/).some((part) => part.startsWith(word)));
  return people
    .filter((person) => fits(person.name) && !plain(typed).startsWith(`${plain(person.name)} `))
    .map((person) => ({ ...person, insert: `@${person.name}`, member: person.id }));
}

function remember(form, entry) {
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name: "mention", value: entry.member });
  form.append(kept);
}

function option(entry, id) {
  const item = document.createElement("li");
  Object.assign(item, { id, role: "option" });
  const words = document.createElement("span");
  if (entry.usage) {
    words.append(element("code", entry.usage), element("small", entry.help));
  } else {
    const sign = element("span", entry.bot ? "" : entry.initials);
    sign.className = `avatar ${entry.bot ? "bot" : `hue-${entry.hue}`}`;
    if (entry.bot) sign.append(Object.assign(document.createElement("img"), { src: "/static/kindred.svg", alt: "" }));
    item.append(sign);
    words.append(element("bdi", entry.name));
  }
  item.append(words);
  return item;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
