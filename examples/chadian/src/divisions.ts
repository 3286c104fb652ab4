import type { Division } from '@skein/simulator'

/** A line of the divisions file is not what was expected. */
export class DivisionsError extends Error {
  readonly _tag = 'DivisionsError'
  override readonly name = 'DivisionsError'
}

const digits = { county: 6, township: 9, village: 12 } as const
const isLevel = (text: string): text is Division['level'] => Object.hasOwn(digits, text)

/** Parses lines of `code,name,level,parent`; a parent has to come before its children. */
export const parseDivisions = (csv: string): readonly Division[] => {
  const [header, ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (header !== 'code,name,level,parent')
    throw new DivisionsError(`line 1: expected the header "code,name,level,parent", found "${header ?? ''}"`)
  const known = new Map<string, Division>()
  lines.forEach((line, n) => {
    if (line === '') return
    const read = divisionOf(line, known)
    if (typeof read === 'string') throw new DivisionsError(`line ${n + 2}: ${read}, found "${line}"`)
    known.set(read.code, read)
  })
  return [...known.values()]
}

/** The division in a line, or what was expected of the line. */
const divisionOf = (line: string, known: ReadonlyMap<string, Division>): Division | string => {
  const [code, name, level, parent, ...more] = line.split(',')
  if (code === undefined || !name || level === undefined || parent === undefined || more.length > 0)
    return 'expected four fields: code,name,level,parent'
  if (!isLevel(level)) return 'expected the level county, township or village'
  if (!new RegExp(`^\\d{${digits[level]}}$`).test(code))
    return `expected a code of ${digits[level]} digits for a ${level}`
  if (known.has(code)) return 'expected every code once; this one is in a line above'
  // the parent of the county is not in the file
  if (level === 'county') return { code, name, level }
  return known.has(parent) ? { code, name, level, parent } : `expected the parent ${parent} in a line above`
}
