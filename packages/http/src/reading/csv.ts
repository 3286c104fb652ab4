import { stringify } from 'csv-stringify/sync'
import type { Item } from './document-page.js'

/**
 * Documents as a table (RFC 4180, with a header): one row a document, one column a path into it. Text that a spreadsheet
 * would run as a formula gets an apostrophe in front.
 */
export const csvOf = (items: readonly Item[], columns: readonly (readonly string[])[]): string =>
  stringify([...items], {
    header: true,
    columns: [
      { key: 'key', header: 'key' },
      ...columns.map((path) => ({ key: ['doc', ...path].join('.'), header: path.join('.') })),
    ],
    cast: { boolean: String },
    escape_formulas: true,
    record_delimiter: 'windows',
  })
