import type { Storage } from '@skein/engine'
import type { Day } from '@skein/kernel'
import type { Context } from '../context.js'
import { laterEventsMessages as messages } from '../messages/later-events.js'
import type { BaseInput } from './base-options.js'
import { localDay } from './local-day.js'

/**
 * Warns on stderr where there are events after the day that was typed: `--today` does not leave them out.
 * Does not warn where there are bounds, as a kept generation has, too.
 */
export const warnOfLaterEvents = async (
  { io, domain, translate }: Context,
  { events }: Storage,
  { today, kept, asOf, knownAt }: Pick<BaseInput, 'today' | 'kept' | 'asOf' | 'knownAt'>,
): Promise<void> => {
  // no event is dated after the day on which it is recorded
  if (kept !== undefined || asOf !== undefined || knownAt !== undefined) return
  if (today === undefined || today >= localDay(io.now(), domain)) return
  for await (const batch of events.readAll({ metadata: false }))
    for (const { data } of batch)
      if (isAfter(today, data)) {
        io.stderr.write(`skein: ${translate(messages.note(today))}\n`)
        return
      }
}

/** An event's day is its field `on`. Parsing the data of every event would take long. */
const isAfter = (today: Day, data: string): boolean => {
  for (const [, on = ''] of data.matchAll(/"on":"([^"]{10})"/g))
    if (on > today) {
      const event: unknown = JSON.parse(data)
      return typeof event === 'object' && event !== null && 'on' in event && String(event.on) > today
    }
  return false
}
