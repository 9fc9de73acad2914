// Rows of a list are added and taken away at once; without this script the same buttons ask the server.
// Markup: templates/workspace/_rows.html. A form with data-send-at-once sends files as soon as they are chosen.
const listOf = (element) => element.closest('[data-rows]')

function add(list) {
  const count = list.querySelector('[data-rows-count]')
  const number = Number(count.value)
  const blank = list.querySelector('[data-rows-blank]').innerHTML
  const rows = list.querySelector('[data-rows-list]')
  rows.insertAdjacentHTML('beforeend', blank.replaceAll('__n__', number).replaceAll('__place__', rows.children.length + 1))
  count.value = number + 1
  limit(list)
  return rows.lastElementChild
}

function limit(list) {
  const button = list.querySelector('[data-rows-add]')
  if (button) button.hidden = list.querySelectorAll('[data-row]').length >= Number(button.dataset.most)
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-rows-add], [data-rows-remove]')
  if (!button) return
  event.preventDefault()
  const list = listOf(button)
  if (button.matches('[data-rows-add]')) {
    add(list).querySelector('input, select, textarea').focus()
    return
  }
  button.closest('[data-row]').remove()
  limit(list)
  const next = list.querySelector('[data-row]:last-child input, [data-row]:last-child select') ?? list.querySelector('[data-rows-add]')
  next?.focus()
  list.dispatchEvent(new CustomEvent('rowschange', { bubbles: true }))
})

// Text that was kept on the device may have more rows than the page.
document.addEventListener('rowswanted', ({ target, detail: { name, number } }) => {
  const list = target.querySelector(`[data-rows="${CSS.escape(name)}"]`)
  while (list && Number(list.querySelector('[data-rows-count]').value) < number) add(list)
}, true)

document.addEventListener('change', ({ target }) => {
  const form = target.closest?.('[data-send-at-once]')
  if (form && target.type === 'file' && target.files.length) form.requestSubmit()
})
