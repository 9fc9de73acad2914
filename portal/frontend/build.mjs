// Builds static/vendor/ and tests/browser/vendor/ from the pinned npm packages.
//
//   npm ci && npm run build     write the files and static/vendor/manifest.json
//   npm run check               compare with what is committed, write nothing, exit 1 on a difference
//
// Only a developer who raises a version runs this. The results are committed, so the site and
// its tests need no Node.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build as bundle, transform } from 'esbuild'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const modules = join(here, 'node_modules')
const checkOnly = process.argv.includes('--check')

const read = (...parts) => readFileSync(join(modules, ...parts))
const packageOf = (name) => JSON.parse(read(name, 'package.json'))
// A source map that is not shipped only causes a 404 in the developer tools.
const withoutMap = (code) => code.toString().replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n')

async function govukStyles(source) {
  const { css } = compile(join(here, source), { loadPaths: [modules], quietDeps: true, charset: false })
  const { code } = await transform(`@layer govuk {\n${css}\n}`, { loader: 'css', minify: true, legalComments: 'none' })
  // These would mean that the crown, its font or its images slipped in.
  for (const banned of ['GDS Transport', 'crown', 'url(']) {
    if (code.includes(banned)) throw new Error(`the stylesheet contains "${banned}"`)
  }
  return code
}

async function govukScript() {
  const result = await bundle({
    entryPoints: [join(here, 'govuk.entry.mjs')],
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    target: 'es2020',
    legalComments: 'none'
  })
  return result.outputFiles[0].text
}

const files = [
  ...await Promise.all(['govuk', 'govuk-forms'].map(async (sheet) => ({
    to: `static/vendor/govuk/${sheet}.css`,
    name: 'govuk-frontend',
    source: `dist/govuk (subset: portal/frontend/${sheet}.scss)`,
    body: await govukStyles(`${sheet}.scss`)
  }))),
  { to: 'static/vendor/govuk/govuk.js', name: 'govuk-frontend', source: 'dist/govuk (subset: portal/frontend/govuk.entry.mjs)', body: await govukScript() },
  { to: 'static/vendor/govuk/LICENSE.txt', name: 'govuk-frontend', source: 'LICENSE.txt of its repository (the package ships none)', body: readFileSync(join(here, 'govuk-frontend.LICENSE.txt')) },
  { to: 'static/vendor/htmx/htmx.min.js', name: 'htmx.org', source: 'dist/htmx.min.js', body: withoutMap(read('htmx.org', 'dist/htmx.min.js')) },
  { to: 'static/vendor/htmx/LICENSE.txt', name: 'htmx.org', source: 'LICENSE', body: read('htmx.org', 'LICENSE') },
  {
    to: 'static/vendor/source-sans-3/source-sans-3-latin.woff2',
    name: '@fontsource-variable/source-sans-3',
    source: 'files/source-sans-3-latin-wght-normal.woff2',
    body: read('@fontsource-variable/source-sans-3', 'files/source-sans-3-latin-wght-normal.woff2')
  },
  { to: 'static/vendor/source-sans-3/LICENSE.txt', name: '@fontsource-variable/source-sans-3', source: 'LICENSE', body: read('@fontsource-variable/source-sans-3', 'LICENSE') },
  { to: 'tests/browser/vendor/axe.min.js', name: 'axe-core', source: 'axe.min.js', body: read('axe-core', 'axe.min.js') },
  { to: 'tests/browser/vendor/LICENSE.txt', name: 'axe-core', source: 'LICENSE', body: read('axe-core', 'LICENSE') }
]

const manifest = {
  note: 'Written by portal/frontend/build.mjs. Change nothing here by hand.',
  files: files.map(({ to, name, source, body }) => {
    const { version, license } = packageOf(name)
    return { file: to, name, version, licence: license, source, sha256: createHash('sha256').update(body).digest('hex') }
  })
}
files.push({ to: 'static/vendor/manifest.json', body: JSON.stringify(manifest, null, 2) + '\n' })

let stale = 0
if (!checkOnly) rmSync(join(root, 'static/vendor'), { recursive: true, force: true })
for (const { to, body } of files) {
  const path = join(root, to)
  if (checkOnly) {
    const same = existsSync(path) && readFileSync(path).equals(Buffer.from(body))
    if (!same) { stale += 1; console.error(`differs: ${to}`) }
  } else {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, body)
    if (/\.(css|js|woff2)$/.test(to)) {
      const size = to.endsWith('.woff2') ? body.length : gzipSync(body, { level: 9 }).length
      console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${to}`)
    }
  }
}
process.exit(stale ? 1 : 0)
