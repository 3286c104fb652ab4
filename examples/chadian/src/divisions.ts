import type { Division } from '@skein/simulator'

/** A row of the divisions file that does not say what it should. */
export class DivisionsError extends Error {
  override readonly name = 'DivisionsError'
}

const digits = { county: 6, township: 9, village: 12 } as const
const isLevel = (text: string): text is Division['level'] => Object.hasOwn(digits, text)

/** Reads `code,name,level,parent` lines, as the county publishes them; parents come before their parts. */
export const parseDivisions = (csv: string): readonly Division[] => {
  const [header, ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (header !== 'code,name,level,parent')
    throw new DivisionsError(`line 1: expected the header "code,name,level,parent", found "${header ?? ''}"`)
  const known = new Map<string, Division>()
  lines.forEach((line, n) => {
    if (line === '') return
    const fail = (what: string): never => {
      throw new DivisionsError(`line ${n + 2}: ${what}, found "${line}"`)
    }
    const [code, name, level, parent, ...more] = line.split(',')
    if (code === undefined || !name || level === undefined || parent === undefined || more.length > 0)
      return fail('expected four fields: code,name,level,parent')
    if (!isLevel(level)) return fail('expected the level county, township or village')
    if (!new RegExp(`^\\d{${digits[level]}}$`).test(code)) return fail(`expected a code of ${digits[level]} digits for a ${level}`)
    if (known.has(code)) return fail('a division with this code stands above')
    // the county's own parent lies outside the file
    if (level === 'county') known.set(code, { code, name, level })
    else if (known.has(parent)) known.set(code, { code, name, level, parent })
    else return fail(`expected the parent ${parent} in a line above`)
  })
  return [...known.values()]
}
