// Long lists of checkboxes. The small box above hides what does not match, never what is ticked.
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function narrow(box) {
  const wanted = fold(box.value.trim())
  const group = box.closest('fieldset')
  let shown = 0
  for (const item of group.querySelectorAll('li')) {
    const keep = !wanted || fold(item.textContent).includes(wanted) || item.querySelector('input').checked
    item.hidden = !keep
    if (keep) shown += 1
  }
  group.querySelector('[data-facet-none]').hidden = shown > 0
}

document.addEventListener('input', (event) => {
  if (event.target.matches('[data-facet-search]')) narrow(event.target)
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('[data-facet-search]')) event.preventDefault()
})
document.addEventListener('htmx:after:swap', () => {
  for (const box of document.querySelectorAll('[data-facet-search]')) if (box.value) narrow(box)
})

// In a long list that scrolls, the first ticked value is in sight when the group opens.
function showTicked(group) {
  const list = group.querySelector('.facet__list--long')
  const ticked = group.open && list?.querySelector(':checked')
  if (ticked) list.scrollTop = ticked.closest('li').offsetTop - 4
}
document.addEventListener('toggle', (event) => {
  if (event.target.matches('.facet')) showTicked(event.target)
}, true)
for (const group of document.querySelectorAll('.facet[open]')) showTicked(group)
