// <input data-complete="address"> offers whole searches while one types, in a list that the browser itself shows,
// moves through and reads out. The address answers {completions: [text, …]}.
const PAUSE = 150
const SHORTEST = 2
const LONGEST = 200
let waiting = 0
let asked = new AbortController()

function stop() {
  clearTimeout(waiting)
  asked.abort()
}

async function offer(box) {
  asked = new AbortController()
  const typed = box.value
  try {
    const query = new URLSearchParams({ q: typed })
    const answer = await fetch(`${box.dataset.complete}?${query}`, { signal: asked.signal })
    const { completions } = await answer.json()
    box.list.replaceChildren(...completions.map((text) => option(text, typed)))
  } catch {
    // A later letter was quicker, or there is no connection: the box works without help.
  }
}

// Browsers hide what does not hold the typed letters ("refugi", "réfugiés"), unless the label does.
function option(text, typed) {
  const isHidden = !text.toLowerCase().includes(typed.toLowerCase())
  return new Option(isHidden ? `${typed} → ${text}` : text, text)
}

document.addEventListener('input', ({ target: box }) => {
  if (!box.matches('[data-complete]')) return
  if (!box.list) attach(box) // a row that was added later
  stop()
  const isChosen = [...box.list.options].some(({ value }) => value === box.value)
  const length = box.value.trim().length
  if (isChosen || length < SHORTEST || length > LONGEST) box.list.replaceChildren()
  else waiting = setTimeout(offer, PAUSE, box)
})
document.addEventListener('submit', stop)

function attach(box) {
  const list = document.createElement('datalist')
  list.id = `${box.id}-completions`
  box.after(list)
  box.setAttribute('list', list.id)
}
document.querySelectorAll('[data-complete]').forEach(attach)
