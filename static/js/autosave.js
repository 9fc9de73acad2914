// Saves a page of the form while somebody writes. The server has the last word: what it has not acknowledged stays on
// this device for a day at most, without contact data, and is offered again. One letter at a time.
// Markup: templates/workspace/section.html.
const PAUSE = 2500
const LATEST = 8000
const RETRY = [3000, 6000, 15000, 30000]
const DAY = 24 * 60 * 60 * 1000
const PREFIX = 'draft:'
// A list of names becomes rows by its own button; until then it is no answer.
const PASTED = /-paste(-|$)/

const form = document.querySelector('[data-autosave]')
const status = form.querySelector('[data-status]')
const base = form.querySelector('[data-base]')
const key = PREFIX + form.dataset.autosave + ':' + hash(form.elements.person.value)

const offer = document.querySelector('[data-restore]')
const found = kept()
const atLoad = entries()
const isOffered = () => !offer.hidden
const same = (entry) => JSON.stringify(entry)
const of = (list, wanted) => list.filter(([name]) => name === wanted)

// A page that shows what was typed before a new sign-in has not been saved yet.
let acknowledged = 'unsaved' in form.dataset ? '' : text()
let timer = 0
let since = 0
let failures = 0
let sending = false
let stopped = false
let leaving = false

// The same person has the same key on every page: the signature is new each time, what it signs is not.
function hash(signed) {
  return signed.split(':')[0]
}

function entries() {
  const own = ['csrfmiddlewaretoken', 'person', 'base', 'return']
  return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !own.includes(name) && !name.startsWith('answer-') && !PASTED.test(name))
}

function text() {
  return JSON.stringify(entries())
}

const isDirty = () => text() !== acknowledged

function say(words) {
  if (status.textContent !== words) status.textContent = words
}

// On the device ----------------------------------------------------------------------------------------------------

function isPrivate([name]) {
  const field = form.elements[name]
  const element = field instanceof RadioNodeList ? field[0] : field
  return Boolean(element?.closest('[data-private]'))
}

function keep() {
  try {
    const kept = isOffered() ? waiting() : entries().filter((entry) => !isPrivate(entry))
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), base: base.value, entries: kept }))
  } catch {
    // No room or not allowed: the page itself still holds the text.
  }
}

// What was offered and neither taken nor dropped, under what was typed since.
function waiting() {
  const typed = entries().filter((entry) => !isPrivate(entry))
  const isNew = ([name]) => same(of(typed, name)) !== same(of(atLoad, name))
  return [...found.entries.filter((entry) => !isNew(entry)), ...typed.filter(isNew)]
}

function forget() {
  try {
    if (isOffered()) localStorage.setItem(key, JSON.stringify({ ...found, entries: waiting() }))
    else localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(key))
    return found && Date.now() - found.at < DAY ? found : null
  } catch {
    return null
  }
}

// To the server ----------------------------------------------------------------------------------------------------

function later(pause = PAUSE) {
  clearTimeout(timer)
  if (!since) since = Date.now()
  timer = setTimeout(save, Math.max(0, Math.min(pause, since + LATEST - Date.now())))
}

async function save() {
  clearTimeout(timer)
  if (sending || stopped || leaving || !isDirty()) return
  sending = true
  since = 0
  const sent = text()
  const slow = setTimeout(say, 700, form.dataset.sending)
  let answer = null
  let told = null
  try {
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'))
    body.set('step', 'autosave')
    answer = await fetch(location.pathname, { method: 'POST', body, headers: { 'X-Autosave': '1' }, redirect: 'error' })
    told = await answer.json()
  } catch {
    answer = null
  }
  clearTimeout(slow)
  sending = false
  if (leaving) return
  if (answer && told && (answer.ok || answer.status === 422)) saved(answer, told, sent)
  else if (answer && told && [401, 403, 409, 412].includes(answer.status)) refused(answer, told)
  else again()
  if (isDirty() && !stopped && !failures) later()
}

// What cannot be kept is not sent again before it has changed, but it counts as unsaved.
let refusedText = ''

function saved(answer, told, sent) {
  failures = 0
  base.value = told.base
  acknowledged = sent
  refusedText = answer.ok ? '' : sent
  if (isUnsaved()) keep()
  else forget()
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  say(`${answer.ok ? form.dataset.sent : form.dataset.partly} ${time}`)
  show(told.problems)
  const beside = document.querySelector('[data-beside]')
  if (beside.textContent !== told.beside) beside.textContent = told.beside
  beside.hidden = !told.beside
}

const isUnsaved = () => isDirty() || stopped || (refusedText !== '' && refusedText === text())

function show(problems) {
  for (const old of form.querySelectorAll('[data-problem]')) old.remove()
  for (const { text: words, url } of problems) {
    const place = url && document.getElementById(url.slice(1))
    if (!place) continue
    const line = Object.assign(document.createElement('p'), { className: 'govuk-error-message', textContent: words })
    line.dataset.problem = ''
    const group = place.closest('.govuk-form-group') ?? place
    group.append(line)
  }
}

function refused(answer, told) {
  stopped = true
  keep()
  if (answer.status === 401) say(form.dataset.signedOut)
  else if (answer.status === 412) {
    base.value = told.base
    say(form.dataset.conflict.replace('%(name)s', told.changed_by))
  } else say(form.dataset.late)
}

function again() {
  keep()
  say(form.dataset.unsent)
  timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length - 1)])
  failures += 1
}

// What happens -----------------------------------------------------------------------------------------------------

form.addEventListener('input', () => {
  keep()
  if (!stopped) later()
})
form.addEventListener('focusout', () => { if (isDirty() && !failures) later(200) })
form.addEventListener('rowschange', () => later(200))
window.addEventListener('online', () => { if (isDirty()) save() })
document.addEventListener('visibilitychange', () => { if (document.hidden && isDirty()) save() })
form.addEventListener('submit', () => { leaving = true })
// A page that comes back from the browser's memory, or after a submission that failed.
window.addEventListener('pageshow', (event) => {
  leaving = false
  if (event.persisted && isDirty()) later()
})
window.addEventListener('beforeunload', (event) => { if (!leaving && isUnsaved()) event.preventDefault() })

if (isDirty()) later()

// What waits on the device -----------------------------------------------------------------------------------------

if (found) {
  const present = new Set(entries().filter((entry) => !isPrivate(entry)).map(same))
  const isNews = found.entries.some((entry) => !present.has(same(entry)) && !entry[0].endsWith('-rows')) || found.entries.length < present.size
  if (isNews) {
    offer.hidden = false
    offer.querySelector('[data-restore-time]').textContent = new Date(found.at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })
  } else forget()
}
offer.querySelector('[data-restore-take]').addEventListener('click', () => {
  offer.hidden = true
  put(waiting())
  base.value = found.base
  form.querySelector('input:not([type=hidden]), textarea, select')?.focus()
  save()
})
offer.querySelector('[data-restore-drop]').addEventListener('click', () => {
  offer.hidden = true
  forget()
})

function put(list) {
  for (const [name, value] of list) {
    if (name.endsWith('-rows')) form.dispatchEvent(new CustomEvent('rowswanted', { detail: { name: name.slice(0, -5), number: Number(value) } }))
  }
  const values = new Map()
  for (const [name, value] of list) values.set(name, [...(values.get(name) ?? []), value])
  for (const field of form.elements) {
    if (!field.name || field.type === 'hidden' || field.type === 'submit' || field.closest('[data-private]') || field.name.startsWith('answer-')) continue
    const wanted = values.get(field.name) ?? []
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = wanted.includes(field.value)
    else if (wanted.length) field.value = wanted[0]
  }
}
