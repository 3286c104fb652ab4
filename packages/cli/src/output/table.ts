import stringWidth from 'string-width'

/** `right` for numbers. */
export type Align = 'left' | 'right'

/** Rows in aligned columns, two spaces apart. A Chinese character is two columns wide. */
export const table = (rows: readonly (readonly string[])[], aligns: readonly Align[] = []): readonly string[] => {
  const widths: number[] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell))
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0, aligns[column] ?? 'left'))
      .join('  ')
      .trimEnd(),
  )
}

const padded = (text: string, width: number, align: Align): string => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'left' ? text + space : space + text
}
