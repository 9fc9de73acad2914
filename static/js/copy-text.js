// <button data-copy="ID"> copies the text of #ID and says so in the status element named by data-copy-status.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]')
  if (!button) return
  const source = document.getElementById(button.dataset.copy)
  const status = document.getElementById(button.dataset.copyStatus)
  const text = source.value ?? source.textContent.trim()
  try {
    await navigator.clipboard.writeText(text)
    status.textContent = button.dataset.copyDone
  } catch {
    // No permission or no secure connection: mark the text, the person presses the keys.
    getSelection().selectAllChildren(source)
    status.textContent = button.dataset.copyFailed
  }
})
