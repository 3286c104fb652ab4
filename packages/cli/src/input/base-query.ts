import type { Reader } from '@skein/engine'
import type { Day } from '@skein/kernel'
import type { Context } from '../context.js'
import { failed, usageError } from '../failures/failure.js'
import { baseQueryMessages as messages } from '../messages/base-query.js'
import type { BaseInput } from './base-options.js'
import { localDay } from './local-day.js'

/** For which day, and from which generation, read models are read. */
export interface BaseQuery {
  readonly today: Day
  /** The name of a generation that is not the live one. */
  readonly into?: string
}

/** Where `--today` was not given, it is the day of `--as-of`, or today in the domain's time zone. */
export const todayOf = (
  { io, domain }: Pick<Context, 'io' | 'domain'>,
  { today, asOf }: Pick<BaseInput, 'today' | 'asOf'>,
): Day => today ?? asOf ?? localDay(io.now(), domain)

/** The start of a base's keys in the read model that lists the bases. */
const prefix = 'base:'

/** The id of the base that was named, or of the only one. */
export const findBase = async (
  reader: Reader,
  named: string | undefined,
  query: BaseQuery,
  store: string,
): Promise<string> => {
  // the reports list the bases too, but take long to compose
  const { items } = await reader.read('facilityUse').list({ ...query, prefix, limit: 10_000 })
  const known = items.map(({ key }) => key.slice(prefix.length))
  const [first, ...others] = known
  if (first === undefined) throw failed('noBase', messages.noBase(store))
  if (named === undefined) {
    if (others.length > 0) throw usageError('whichBase', messages.whichBase(known))
    return first
  }
  if (known.includes(named)) return named
  throw usageError('unknownBase', messages.unknownBase(named, known))
}
