import { domain } from '@skein/core'
import { type GenerationStatus, type ProjectionStatus, status } from '@skein/engine'
import type { Text } from '@skein/kernel'
import type { Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { table } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { grouped } from '../../texts/texts.js'
import { generationStates, projectionStates, statusHeading, statusTexts as texts } from './texts.js'

export const run: Run = async (context) => {
  const { translate, print, printJson, json } = context
  const store = chosenStore(context)
  const { events, head, projections } = await withStorage(store, { access: 'read' }, async (storage) => ({
    events: await storage.events.count(),
    head: await storage.events.head(),
    projections: await status(domain, storage),
  }))
  if (json) {
    printJson({ ok: true, store: store.name, events, head, projections })
    return exitCodes.done
  }
  print(translate(texts.store(store.name, events, head)))
  print('')
  const rows = projections.flatMap((projection) => rowsOf(projection, translate))
  const aligns = ['left', 'right', 'left', 'right', 'right', 'right', 'right', 'left'] as const
  for (const line of table([statusHeading.map(translate), ...rows], aligns)) print(line)
  if (projections.some(({ state, lag }) => state !== 'live' || lag !== 0)) {
    print('')
    print(translate(texts.next(store.name)))
  }
  return exitCodes.done
}

const rowsOf = (
  { name, version, state, generations }: ProjectionStatus,
  say: (text: Text) => string,
): readonly (readonly string[])[] => {
  const rows = generations.map((generation) => rowOf(generation, say))
  const hasOwn = generations.some(({ isCurrent, state }) => isCurrent && state !== 'named')
  return hasOwn ? rows : [[name, String(version), say(projectionStates[state])], ...rows]
}

const rowOf = (generation: GenerationStatus, say: (text: Text) => string): readonly string[] => {
  const { projection, version, state, checkpoint, events, behind, documents, into, bounds, id } = generation
  return [
    projection,
    String(version),
    say(generationStates[state]),
    checkpoint ?? '–',
    grouped(events),
    behind === undefined ? '–' : grouped(behind),
    grouped(documents),
    [id, into, bounds].filter((part) => part !== undefined && part !== '').join(' '),
  ]
}
