import type { Runtime } from '@skein/engine'
import type { Day } from '@skein/kernel'
import type { Context } from '../command.js'
import { failed, usageError } from '../failure.js'
import { baseTexts } from '../texts/bases.js'
import { todayOf } from './today.js'
import { nameIn } from './values.js'

/** Which base, told for which day, out of which generation. */
export interface BaseQuery {
  readonly today: Day
  /** `--kept`: the name that a rebuild kept it under. */
  readonly into?: string
}

/** `--today` and `--kept`, checked before anything is opened. */
export const baseQueryIn = (context: Context): BaseQuery => {
  const today = todayOf(context)
  const kept = context.options.text('kept')
  return kept === undefined ? { today } : { today, into: nameIn('--kept', kept) }
}

/** What the keys of bases begin with in the read model that lists them. */
const prefix = 'base:'

/** The base that was named, or the only one. */
export const baseOf = async (
  runtime: Runtime,
  named: string | undefined,
  asked: BaseQuery,
  store: string,
): Promise<string> => {
  // not the reports themselves, each of which takes a while
  const { items } = await runtime.read('facilityUse').list({ ...asked, prefix, limit: 10_000 })
  const known = items.map(({ key }) => key.slice(prefix.length))
  const [first, ...others] = known
  if (first === undefined) throw failed('noBase', baseTexts.noBase(store))
  if (named === undefined) {
    if (others.length > 0) throw usageError('whichBase', baseTexts.whichBase(known))
    return first
  }
  if (known.includes(named)) return named
  throw usageError('unknownBase', baseTexts.unknownBase(named, known))
}
