// Brings an open page up to what the server shows now, and touches nothing that is still the same.

const MOST = 300; // the server shows no more messages than these at once

/**
 * Makes the children of `into`, from `first` on, those of `from`: each has an id, and a version that
 * says when it changed. What came before `first` meanwhile, or is further back than the server
 * shows, stays as it is.
 */
export function merge(into, from, first) {
  const wanted = [...from.children];
  const ids = new Set(wanted.map((node) => node.id));
  const known = [...into.children];
  const shown = wanted.length < MOST ? 0 : known.findIndex((old) => ids.has(old.id));
  const current = known.slice(Math.max(shown, known.indexOf(first), 0));
  let next = current.find((old) => ids.has(old.id)) ?? null;
  for (const old of current) if (!ids.has(old.id)) old.remove();
  for (const node of wanted) {
    const old = into.querySelector(`:scope > #${CSS.escape(node.id)}`);
    if (old && old.dataset.version === node.dataset.version) {
      if (old === next) next = next.nextElementSibling;
      else into.insertBefore(old, next);
      continue;
    }
    const fresh = document.adoptNode(node);
    if (old) {
      if (old === next) next = next.nextElementSibling;
      replace(old, fresh);
    } else {
      fresh.classList.add("arriving");
      into.insertBefore(fresh, next);
    }
  }
}

/** Puts `fresh` in the place of `old`; a keyboard that was in it stays at the same thing, or near. */
function replace(old, fresh) {
  const reachable = "button, a[href], select, input:not([type=hidden])";
  const at = [...old.querySelectorAll(reachable)].indexOf(document.activeElement);
  const inside = old.contains(document.activeElement);
  const label = document.activeElement.textContent;
  old.replaceWith(fresh);
  if (!inside) return;
  const choices = [...fresh.querySelectorAll(reachable)];
  const same = choices.find((choice) => choice.textContent === label) ?? choices[at];
  (same ?? fresh).focus({ preventScroll: true });
}

/** Gives `into` the content of `from`, if it differs; a keyboard on a link stays on it. */
export function renew(into, from) {
  if (!into || !from || into.innerHTML === from.innerHTML) return;
  const href = into.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  into.replaceChildren(...from.childNodes);
  if (href) into.querySelector(`[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
}
