// What was kept on this device (autosave.js) goes when somebody signs out, and in any case after a day.
const PREFIX = 'draft:'
const DAY = 24 * 60 * 60 * 1000

function sweep(isOver) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && isOver(JSON.parse(localStorage.getItem(key)))) localStorage.removeItem(key)
    }
  } catch {
    // Not allowed here: nothing was kept either.
  }
}

sweep((kept) => Date.now() - kept.at > DAY)
document.addEventListener('submit', ({ target }) => {
  if (target.action.endsWith('/logout/')) sweep(() => true)
}, true)
