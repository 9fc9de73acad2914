// Starts every behaviour. Each module listens on the document, so content that is swapped in needs no second start.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs,
  createAll
} from '../vendor/govuk/govuk.js'
import './complete.js'
import './copy-text.js'
import './facet-search.js'
import './filter-panel.js'
import './live-browse.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs]) {
  createAll(component)
}
document.documentElement.classList.add('ready')
try {
  if (Object.keys(localStorage).some((key) => key.startsWith('draft:'))) import('./sign-out.js') // nothing stays for long
} catch { /* no storage, nothing kept */ }
