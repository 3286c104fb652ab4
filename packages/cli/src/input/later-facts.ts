import type { Storage } from '@skein/engine'
import type { Context } from '../command.js'
import { shellWord } from '../output/shell.js'
import { laterFactsTexts } from '../texts/later-facts.js'
import type { BaseQuery } from './base.js'
import { dayOf } from './today.js'

/** Says so where a day was asked for after which there are facts: nothing is taken back for it. */
export const noteLaterFacts = async (
  { io, options, translate }: Context,
  { events }: Storage,
  { today, into }: BaseQuery,
  store: string,
): Promise<void> => {
  // what is kept apart has bounds of its own, and no fact is dated after the day it is recorded on
  if (into !== undefined || options.text('today') === undefined || today >= dayOf(io.now())) return
  for await (const batch of events.readAll({ metadata: false }))
    for (const { data } of batch)
      if (isAfter(today, data)) {
        io.stderr.write(`skein: ${translate(laterFactsTexts.note(today, shellWord(store)))}\n`)
        return
      }
}

/** A fact's own day is its field `on`; parsing every event for it would take long. */
const isAfter = (today: string, data: string): boolean => {
  for (const [, on = ''] of data.matchAll(/"on":"([^"]{10})"/g))
    if (on > today) {
      const fact: unknown = JSON.parse(data)
      return typeof fact === 'object' && fact !== null && 'on' in fact && String(fact.on) > today
    }
  return false
}
