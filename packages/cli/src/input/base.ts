import type { Runtime } from '@skein/engine'
import type { Day } from '@skein/kernel'
import { failed, wrongUse } from '../failure.js'
import { baseTexts } from '../texts/bases.js'

/** The base that was named, or the only one. */
export const baseOf = async (
  runtime: Runtime,
  named: string | undefined,
  today: Day,
  store: string,
): Promise<string> => {
  const known = await basesOf(runtime, today)
  const [first, ...others] = known
  if (first === undefined) throw failed('noBase', baseTexts.noBase(store))
  if (named === undefined) {
    if (others.length > 0) throw wrongUse('whichBase', baseTexts.whichBase(known.slice(0, 20)))
    return first
  }
  if (known.includes(named)) return named
  throw wrongUse('unknownBase', baseTexts.unknownBase(named, known.slice(0, 20)))
}

const basesOf = async (runtime: Runtime, today: Day): Promise<readonly string[]> => {
  const { items } = await runtime.read('fiveTasks').list({ today, limit: 1000 })
  return items.map(({ key }) => key)
}
