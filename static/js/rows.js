// Rows of a list are added and taken away at once; without this script the same buttons ask the server.
// Markup: templates/workspace/_rows.html. A form with data-send-at-once sends files as soon as they are chosen.
const listOf = (element) => element.closest('[data-rows]')

function add(list) {
  const count = list.querySelector('[data-rows-count]')
  const number = Number(count.value)
  const blank = list.querySelector('[data-rows-blank]').innerHTML
  const rows = list.querySelector('[data-rows-list]')
  rows.insertAdjacentHTML('beforeend', blank.replaceAll('__n__', number).replaceAll('__place__', rows.querySelectorAll('[data-row]').length + 1))
  count.value = number + 1
  limit(list)
  return rows.lastElementChild
}

// Rows are numbered as they stand.
function limit(list) {
  for (const [number, row] of [...list.querySelectorAll('[data-row]')].entries()) {
    for (const place of row.querySelectorAll('[data-row-place]')) place.textContent = number + 1
  }
  const button = list.querySelector('[data-rows-add]')
  if (button) button.hidden = list.querySelectorAll('[data-row]').length >= Number(button.dataset.most)
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-rows-add], [data-rows-remove]')
  if (!button) return
  event.preventDefault()
  const list = listOf(button)
  if (button.matches('[data-rows-add]')) {
    add(list).querySelector('input:not([type=hidden]), select, textarea').focus()
    return
  }
  const row = button.closest('[data-row]')
  row.replaceWith(undoer(list, row))
  limit(list)
  list.dispatchEvent(new CustomEvent('rowschange', { bubbles: true }))
})

// In the place of a row that was taken away: it comes back with all that was typed.
function undoer(list, row) {
  const line = Object.assign(document.createElement('p'), { className: 'row__gone' })
  line.dataset.rowGone = ''
  line.setAttribute('role', 'status')
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'link-button', textContent: list.dataset.undo })
  line.append(`${list.dataset.gone} `, button)
  button.addEventListener('click', () => {
    line.replaceWith(row)
    limit(list)
    row.querySelector('input:not([type=hidden]), select, textarea').focus()
    list.dispatchEvent(new CustomEvent('rowschange', { bubbles: true }))
  })
  setTimeout(() => button.focus())
  return line
}

// Text that was kept on the device may have more rows than the page.
document.addEventListener('rowswanted', ({ target, detail: { name, number } }) => {
  const list = target.querySelector(`[data-rows="${CSS.escape(name)}"]`)
  while (list && Number(list.querySelector('[data-rows-count]').value) < number) add(list)
}, true)

document.addEventListener('change', ({ target }) => {
  const form = target.closest?.('[data-send-at-once]')
  if (form && target.type === 'file' && target.files.length) form.requestSubmit()
})
