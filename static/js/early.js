// The only blocking script: says that scripts run, before anything is painted, so that nothing jumps.
// If the modules never arrive, the page goes back to its plain form.
document.documentElement.classList.add('js')
setTimeout(function () {
  var root = document.documentElement
  if (!root.classList.contains('ready')) root.classList.remove('js')
}, 6000)
