import { stringify } from 'csv-stringify/sync'
import type { Item } from './document-page.js'

/**
 * Documents as a table (RFC 4180, with a header): one row a document, one column a path into it. It begins with a byte
 * order mark, by which spreadsheets recognise UTF-8; text that they would run as a formula gets an apostrophe in front.
 */
export const csvOf = (items: readonly Item[], columns: readonly (readonly string[])[]): string =>
  stringify([...items], {
    bom: true,
    header: true,
    columns: [
      { key: 'key', header: 'key' },
      ...columns.map((path) => ({ key: ['doc', ...path].join('.'), header: path.join('.') })),
    ],
    // some spreadsheets skip line feeds before a formula; the other beginnings are escaped by the library
    cast: { boolean: String, string: (text) => (text.startsWith('\n') ? `'${text}` : text) },
    escape_formulas: true,
    record_delimiter: 'windows',
  })
