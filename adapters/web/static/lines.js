// Lines of a message box: each leaves the box at once and is sent after the one before it. None is lost.

/** Sends what stands in the box, by `send`; what comes after a line that opened a dialog stays in the box. */
export async function sendLine(form, body, send) {
  const box = form.querySelector("textarea");
  if (!box.value.trim()) return;
  form.lines ??= [];
  form.lines.push({ body, ...empty(form, box) });
  if (form.lines.length > 1) return; // it goes when what is on its way has arrived
  let outcome = "taken";
  while (form.lines.length && outcome === "taken") {
    outcome = await send(form.lines[0].body);
    if (outcome === "taken" || outcome === "shown") form.lines.shift();
  }
  putBack(form, box, form.lines.splice(0));
}

/** Says what is wrong with a message that is still in the box. */
export function complain(form, words) {
  form.querySelector(".wrong").textContent = words;
  const box = form.querySelector("textarea");
  if (words) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}

function empty(form, box) {
  const line = { text: box.value, people: [...form.querySelectorAll("[name=mention]")], id: form.delivery.value };
  box.value = "";
  line.people.forEach((kept) => kept.remove());
  complain(form, "");
  newDelivery(form);
  return line;
}

/** Words that were not taken stand before those that were typed since. */
function putBack(form, box, lines) {
  if (lines.length === 1 && !box.value) form.delivery.value = lines[0].id; // it may have arrived: then it is not said twice
  box.value = [...lines.map((line) => line.text), box.value].filter(Boolean).join("\n");
  lines.forEach((line) => form.append(...line.people));
}

/** What is sent next is something new: it gets an id of its own. */
export function newDelivery(form) {
  const field = form.querySelector("[name=delivery]");
  if (field) field.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
