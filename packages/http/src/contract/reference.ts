// The contract for people: one page without a script.
import type { Contract } from './document.js'

const signs: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs.get(sign) ?? sign)
const prose = (text: string): string =>
  escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll('\n\n', '<br>')
const json = (value: unknown): string => `<pre>${escaped(JSON.stringify(value, null, 2))}</pre>`

export const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}h3{margin-top:2rem;font-size:1.05rem}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:#f5f5f2;padding:.75rem;overflow:auto;max-height:24rem}
table{border-collapse:collapse;font-size:.9rem}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #eee}
nav a{display:inline-block;margin-right:.75rem}summary{cursor:pointer;color:#444}`

type Loose = Readonly<Record<string, unknown>>

// boundary: the document is plain JSON, looked at by names
const loose = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {})
const said = (value: unknown): string => (typeof value === 'string' ? value : '')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `<table><tr>${head.map((one) => `<th>${one}</th>`).join('')}</tr>${rows
        .map((row) => `<tr>${row.map((one) => `<td>${one}</td>`).join('')}</tr>`)
        .join('')}</table>`

const parametersOf = (operation: Loose): string =>
  table(
    ['parameter', 'in', 'what it is'],
    (Array.isArray(operation.parameters) ? operation.parameters : []).map((one: unknown) => {
      const { name, in: where, description } = loose(one)
      return [`<code>${escaped(said(name))}</code>`, said(where), prose(said(description))]
    }),
  )

const responsesOf = (operation: Loose, document: Contract): string =>
  table(
    ['answer', ''],
    Object.entries(loose(operation.responses)).map(([status, response]) => {
      const name = said(loose(response).$ref).split('/').at(-1)
      const found = name === undefined || name === '' ? response : loose(document.components?.responses)[name]
      return [status, prose(said(loose(found).description).replaceAll('**', ''))]
    }),
  )

const bodyOf = (operation: Loose, document: Contract): string => {
  const media = loose(loose(loose(operation.requestBody).content)['application/json'])
  const name = said(loose(media.schema).$ref).split('/').at(-1)
  if (name === undefined || name === '') return ''
  const [example] = Object.values(loose(media.examples))
  const schema = loose(document.components?.schemas)[name]
  return `<p>Body, for example:</p>${json(loose(example).value)}<details><summary>Schema</summary>${json(schema)}</details>`
}

/** The page. */
export const referenceOf = (document: Contract): string => {
  const byTag = new Map<string, string[]>()
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const [method, found] of Object.entries(loose(item))) {
      const operation = loose(found)
      const tag = said(Array.isArray(operation.tags) ? operation.tags[0] : undefined)
      const id = said(operation.operationId)
      const section = `<h3 id="${escaped(id)}"><code>${method.toUpperCase()} ${escaped(path)}</code></h3>
<p>${prose(said(operation.summary))}</p><p>${prose(said(operation.description))}</p>
${bodyOf(operation, document)}${parametersOf(operation)}${responsesOf(operation, document)}`
      byTag.set(tag, [...(byTag.get(tag) ?? []), section])
    }
  const links = [...byTag.keys()].map((tag) => `<a href="#tag-${encodeURIComponent(tag)}">${escaped(tag)}</a>`)
  const sections = [...byTag].map(
    ([tag, parts]) => `<h2 id="tag-${encodeURIComponent(tag)}">${escaped(tag)}</h2>${parts.join('\n')}`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Skein: the API</title><style>${style}</style></head><body><h1>Skein: the API</h1>
<p>${prose(document.info.description ?? '')}</p><p>For programs: <a href="/openapi.json">/openapi.json</a>.</p>
<nav>${links.join('')}</nav>${sections.join('\n')}</body></html>`
}
