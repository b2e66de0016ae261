// Finds a name in the list of people one may be, as it is typed.

/** A name as it is compared: small letters without accents. */
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function filterPeople(root) {
  const box = root.querySelector("#people-filter");
  const people = [...root.querySelectorAll("#people li")];
  const none = root.querySelector("#people-none");
  const names = people.map((entry) => plain(entry.textContent));

  box.addEventListener("input", () => {
    const wanted = plain(box.value).split(/\s+/).filter(Boolean);
    let found = 0;
    people.forEach((entry, at) => {
      entry.hidden = !wanted.every((word) => names[at].includes(word));
      found += entry.hidden ? 0 : 1;
    });
    none.textContent = found ? "" : none.dataset.none;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const first = people.find((entry) => !entry.hidden)?.querySelector("button");
      if (event.key === "Enter") first?.click();
      else first?.focus();
    }
  });
}

if (document.body.classList.contains("people-page")) filterPeople(document);
