// On a small screen the "Filters" button opens and closes the panel; on a large one it is not shown.
export function setPanel(form, isOpen) {
  form.classList.toggle('filters--open', isOpen)
  form.querySelector('.filters__toggle').setAttribute('aria-expanded', String(isOpen))
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('.filters__toggle')
  if (button) setPanel(button.form, button.getAttribute('aria-expanded') !== 'true')
})
document.addEventListener('keydown', (event) => {
  const form = event.key === 'Escape' && event.target.closest?.('.filters--open')
  if (!form) return
  setPanel(form, false)
  form.querySelector('.filters__toggle').focus()
})
