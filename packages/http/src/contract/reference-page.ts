// The contract as one HTML page, without a script.
import type { Contract } from './document.js'

export const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}h3{margin-top:2rem;font-size:1.05rem}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:#f5f5f2;padding:.75rem;overflow:auto;max-height:24rem}
table{border-collapse:collapse;font-size:.9rem}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #eee}
nav a{display:inline-block;margin-right:.75rem}summary{cursor:pointer;color:#444}`

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities.get(character) ?? character)

/** The little Markdown of the contract's descriptions: code and paragraphs. */
const htmlOf = (text: string): string =>
  escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll('\n\n', '<br>')
const preformatted = (value: unknown): string => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`

type JsonObject = Readonly<Record<string, unknown>>

// boundary: the document is plain JSON; its keys are read by name
const objectIn = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {}
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
/** The component that a reference names. */
const referenceIn = (value: unknown): string | undefined => textIn(objectIn(value).$ref).split('/').at(-1) || undefined

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `<table><tr>${head.map((one) => `<th>${one}</th>`).join('')}</tr>${rows
        .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
        .join('')}</table>`

const parametersOf = (operation: JsonObject): string =>
  table(
    ['parameter', 'in', 'description'],
    (Array.isArray(operation.parameters) ? operation.parameters : []).map((parameter: unknown) => {
      const { name, in: location, description } = objectIn(parameter)
      return [`<code>${escapeHtml(textIn(name))}</code>`, textIn(location), htmlOf(textIn(description))]
    }),
  )

const responsesOf = (operation: JsonObject, { components }: Contract): string =>
  table(
    ['status', 'description'],
    Object.entries(objectIn(operation.responses)).map(([status, response]) => {
      const name = referenceIn(response)
      const described = name === undefined ? response : objectIn(components?.responses)[name]
      return [status, htmlOf(textIn(objectIn(described).description).replaceAll('**', ''))]
    }),
  )

const bodyOf = (operation: JsonObject, { components }: Contract): string => {
  const media = objectIn(objectIn(objectIn(operation.requestBody).content)['application/json'])
  if (media.schema === undefined) return ''
  const name = referenceIn(media.schema)
  const [named] = Object.values(objectIn(media.examples))
  const example = media.example ?? objectIn(named).value ?? {}
  const schema = name === undefined ? media.schema : objectIn(components?.schemas)[name]
  return `<p>Example of a body:</p>${preformatted(example)}<details><summary>Schema</summary>${preformatted(schema)}</details>`
}

const sectionOf = (method: string, path: string, operation: JsonObject, contract: Contract): string =>
  `<h3 id="${escapeHtml(textIn(operation.operationId))}"><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h3>
<p>${htmlOf(textIn(operation.summary))}</p><p>${htmlOf(textIn(operation.description))}</p>
${bodyOf(operation, contract)}${parametersOf(operation)}${responsesOf(operation, contract)}`

const sectionsByTag = (contract: Contract): ReadonlyMap<string, readonly string[]> => {
  const byTag = new Map<string, string[]>()
  for (const [path, item] of Object.entries(contract.paths ?? {}))
    for (const [method, described] of Object.entries(objectIn(item))) {
      const operation = objectIn(described)
      const tag = textIn(Array.isArray(operation.tags) ? operation.tags[0] : undefined)
      byTag.set(tag, [...(byTag.get(tag) ?? []), sectionOf(method, path, operation, contract)])
    }
  return byTag
}

/** The reference page. */
export const referencePage = (contract: Contract): string => {
  const byTag = sectionsByTag(contract)
  const links = [...byTag.keys()].map((tag) => `<a href="#tag-${encodeURIComponent(tag)}">${escapeHtml(tag)}</a>`)
  const sections = [...byTag].map(
    ([tag, parts]) => `<h2 id="tag-${encodeURIComponent(tag)}">${escapeHtml(tag)}</h2>${parts.join('\n')}`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Skein API reference</title><style>${style}</style></head><body><h1>Skein API reference</h1>
<p>${htmlOf(contract.info.description ?? '')}</p><p>The same for programs: <a href="openapi.json">openapi.json</a>.</p>
<nav>${links.join('')}</nav>${sections.join('\n')}</body></html>`
}
