// Starts every behaviour. Each module listens on the document, so content that is swapped in needs no second start.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs,
  createAll
} from '../vendor/govuk/govuk.js'
import './complete.js'
import './copy-text.js'
import './facet-search.js'
import './filter-panel.js'
import './live-browse.js'
import './sign-out.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs]) {
  createAll(component)
}
document.documentElement.classList.add('ready')
