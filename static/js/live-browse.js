// A list that follows its filters. htmx fetches and swaps; this module looks after everything a person would
// otherwise lose: the focus, the announcement, the state of the boxes, and a way out when the answer is an error.
// Markup: components/filter_form.html and components/live_status.html.
import { setPanel } from './filter-panel.js'

const byId = (id) => document.getElementById(id)
const isLive = (ctx) => ctx?.target?.id === 'results'
const on = (name, handler) => document.addEventListener(name, (event) => {
  if (isLive(event.detail?.ctx)) handler(event.detail.ctx, event)
})

let focused = null

// The order of the list stands outside of the form that it belongs to.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-sort]')) return
  if (window.htmx) target.form.dispatchEvent(new Event('sortchange'))
  else target.form.requestSubmit()
})

// A short address: no `q=` without a word.
on('htmx:config:request', ({ request: { body } }) => {
  for (const [name, value] of [...body]) if (value === '') body.delete(name)
})

on('htmx:before:request', ({ target }) => {
  target.setAttribute('aria-busy', 'true')
  byId('live-error').hidden = true
})
on('htmx:finally:request', () => byId('results')?.removeAttribute('aria-busy'))

// An error page is a page: go there rather than put it into the list.
on('htmx:before:response', ({ response, request }, event) => {
  if (response.status < 400) return
  event.preventDefault()
  location.assign(request.action)
})
on('htmx:error', () => { byId('live-error').hidden = false })

on('htmx:before:swap', () => { focused = document.activeElement })
on('htmx:after:swap', ({ sourceElement, sourceEvent }) => {
  const form = byId('filters')
  const results = byId('results')
  if (sourceElement !== form) followAddress(form)

  if (sourceEvent?.type === 'submit') setPanel(form, false)
  if (sourceEvent?.type === 'submit' || !focused?.isConnected && document.activeElement === document.body) {
    const heading = byId('results-heading')
    heading.focus({ preventScroll: true })
    heading.scrollIntoView({ block: 'start' })
  } else if (focused?.disabled) {
    // The box that was just unticked counts nothing now; the focus stays on it all the same.
    focused.disabled = false
    focused.focus({ preventScroll: true })
  }
  announce(results.dataset.announce)
})

// A chip or a page link changed the address: the boxes follow it.
function followAddress(form) {
  const wanted = new URLSearchParams(location.search)
  for (const field of form.elements) {
    if (!field.name) continue
    if (field.type === 'checkbox') field.checked = wanted.getAll(field.name).includes(field.value)
    else if (field.type === 'search' || field.type === 'text' || field.matches('.facet select')) field.value = wanted.get(field.name) ?? ''
  }
}

function announce(text) {
  const status = byId('live-status')
  status.textContent = ''
  setTimeout(() => { status.textContent = text }, 100)
}
