import stringWidth from 'string-width'

/** `right` for figures. */
export type Align = 'left' | 'right'

/** Rows in aligned columns, two spaces apart; a Chinese character takes two columns of a terminal. */
export const table = (rows: readonly (readonly string[])[], aligns: readonly Align[] = []): readonly string[] => {
  const widths: number[] = []
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, stringWidth(cell))
  return rows.map((row) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0, aligns[at] ?? 'left'))
      .join('  ')
      .trimEnd(),
  )
}

export const padded = (text: string, width: number, align: Align = 'left'): string => {
  const room = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'left' ? text + room : room + text
}

/** Control characters made visible, so that stored text can't steer the terminal. */
export const visible = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
