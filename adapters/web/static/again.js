// A page that changes by itself, such as a code at a door: what is new takes its place, and nothing
// jumps for whoever reads it aloud. Without scripts the browser opens the page again instead.
const show = async () => {
  const main = document.querySelector('main')
  let after = Number(main.dataset.againAfter)
  try {
    const answer = await fetch(location.href)
    if (!answer.ok) return location.reload()
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main')
    if (fresh.innerHTML !== main.innerHTML) main.replaceChildren(...fresh.childNodes)
    after = Number(fresh.dataset.againAfter)
  } catch { /* the network is away for a moment: tried again */ }
  if (after) setTimeout(show, after * 1000)
}

setTimeout(show, Number(document.querySelector('main').dataset.againAfter) * 1000)
