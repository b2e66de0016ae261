// Forms as dialogs: shown above the page, closed without losing what was typed.

const place = () => document.getElementById("dialog-place");

/** Shows the dialog that an answer of the server holds; `false` when it holds none. */
export function showDialog(answer) {
  const fresh = answer.querySelector("#dialog");
  if (!fresh) return false;
  const before = document.getElementById("dialog");
  const back = before ? before.backTo : document.activeElement;
  place().replaceChildren(document.adoptNode(fresh));
  prepare(fresh, back);
  return true;
}

/** Makes a dialog that came with the page a proper one. */
export function prepare(dialog, back) {
  dialog.backTo = back;
  dialog.removeAttribute("open");
  dialog.showModal();
  const form = dialog.querySelector("form");
  const wrong = dialog.querySelector("[aria-invalid=true]");
  const first = wrong?.matches("fieldset") ? wrong.querySelector("input:not([type=hidden])") : wrong;
  (first ?? dialog.querySelector(".dialog-body :is(input:not([type=hidden]), textarea, select)"))?.focus();
  const opened = typed(form);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(dialog, form, opened);
  });
  form.querySelector("[data-close]").addEventListener("click", (event) => {
    if (typed(form) === opened) {
      event.preventDefault();
      closeDialog();
    }
  });
  form.querySelectorAll("[data-chips]").forEach((chips) => offer(chips, form));
  form.querySelectorAll("[data-room-of]").forEach(showRoom);
}

/** Takes the dialog away and brings the keyboard back to where it was. */
export function closeDialog() {
  const dialog = document.getElementById("dialog");
  if (!dialog) return;
  const back = dialog.backTo;
  dialog.close();
  place().replaceChildren();
  (back?.isConnected ? back : document.getElementById("say-text"))?.focus({ preventScroll: true });
}

function leave(dialog, form, opened) {
  if (typed(form) === opened) closeDialog();
  else form.requestSubmit(form.querySelector("[data-close]"));
}

function typed(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function offer(chips, form) {
  const field = form.querySelector(`#${CSS.escape(chips.dataset.chips)}`);
  const entries = () => field.value.split(/[;,]/).map((entry) => entry.trim()).filter(Boolean);
  const show = () => {
    const there = new Set(entries().map((entry) => entry.toLowerCase()));
    for (const chip of chips.children) {
      chip.setAttribute("aria-pressed", there.has(chip.dataset.chip.toLowerCase()));
    }
  };
  chips.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-chip]")?.dataset.chip;
    if (!chip) return;
    const there = entries();
    const without = there.filter((entry) => entry.toLowerCase() !== chip.toLowerCase());
    field.value = (without.length < there.length ? without : [...there, chip]).join(", ");
    show();
  });
  field.addEventListener("input", show);
  show();
}

/** Says how much room is left once little is; nothing that was pasted is ever cut. */
function showRoom(line) {
  const field = document.getElementById(line.dataset.roomOf);
  const limit = Number(line.dataset.limit);
  const show = () => {
    const used = [...field.value].length;
    line.hidden = used < limit * 0.8;
    line.textContent = `${used} / ${limit}`;
    line.classList.toggle("over", used > limit);
  };
  field.addEventListener("input", show);
  show();
}
