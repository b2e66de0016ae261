// A page that is for everybody: its times by the clock of whoever reads it, if they chose none.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone
const chosen = new URLSearchParams(location.search).has('zone')

if (here && !chosen) {
  const lang = document.documentElement.lang.startsWith('en') ? 'en-GB' : document.documentElement.lang
  const told = new Intl.DateTimeFormat(lang, {
    weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: here
  })
  for (const time of document.querySelectorAll('time[datetime]')) {
    time.textContent = `${told.format(new Date(time.dateTime))} (${here.replaceAll('_', ' ')})`
  }
  for (const field of document.querySelectorAll('input[data-here]')) field.value = here
  const menu = document.querySelector('.looks select[name="zone"]')
  if (menu && ![...menu.options].some(option => option.value === here)) menu.add(new Option(here.replaceAll('_', ' '), here))
  if (menu) menu.value = here
}
