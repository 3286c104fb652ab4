import { type GenerationStatus, type ProcessStatus, type ProjectionStatus, processStatus, status } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { divergedState, generationStates, projectionStates } from '../../messages/generations.js'
import { grouped } from '../../messages/messages.js'
import { table } from '../../output/table.js'
import { type ChosenStore, chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { statusCommand } from './command.js'
import { statusMessages as messages, statusHeading } from './messages.js'

interface StoreStatus {
  readonly store: string
  readonly events: number | undefined
  readonly head: string | undefined
  readonly projections: readonly ProjectionStatus[]
  readonly processes: ProcessStatus
}

export const run: Run<typeof statusCommand> = async (context) => {
  const store = chosenStore(context)
  const found = await withStorage(store, { access: 'read' }, async (storage) => ({
    store: store.name,
    events: await storage.events.count(),
    head: await storage.events.head(),
    projections: await status(context.domain, storage),
    processes: await processStatus(context.domain, storage),
  }))
  if (context.json) context.printJson({ ok: true, ...found })
  else for (const line of statusLines(context, store, found)) context.print(line)
  return exitCodes.done
}

const statusLines = (
  context: Context,
  { options }: ChosenStore,
  { store, events, head, projections, processes }: StoreStatus,
): readonly string[] => {
  const { translate } = context
  const rows = projections.flatMap((projection) => rowsOf(projection, context))
  const aligns = ['left', 'right', 'left', 'right', 'right', 'right', 'right', 'left'] as const
  const isBehind = projections.some(({ state, lag }) => state !== 'live' || lag !== 0)
  const diverged = projections.filter(({ state }) => state === 'diverged').map(({ name }) => name)
  const quarantined = [...projections, processes].reduce((sum, { quarantine }) => sum + quarantine.length, 0)
  const divergedProcesses = processes.state === 'diverged' ? [translate(messages.theProcesses)] : []
  return [
    translate(messages.store(store, events, head)),
    '',
    ...table([statusHeading.map(translate), ...rows], aligns),
    '',
    translate(messages.processes(processes)),
    ...(quarantined === 0 ? [] : ['', translate(messages.quarantined(quarantined, options))]),
    ...(diverged.length + divergedProcesses.length > 0
      ? ['', translate(messages.diverged([...diverged, ...divergedProcesses], rebuildCommandFor(options, processes)))]
      : isBehind
        ? ['', translate(messages.next(options))]
        : []),
  ]
}

const rebuildCommandFor = (options: string, { state }: ProcessStatus): string =>
  `skein rebuild --all${state === 'diverged' ? ' --processes' : ''} ${options}`

/** A row for each generation; one more where this version of the projection has none that readers see. */
const rowsOf = (
  { name, version, state, generations }: ProjectionStatus,
  { translate }: Context,
): readonly (readonly string[])[] => {
  const rows = generations.map((generation) =>
    rowOf(generation, translate(generation.isDiverged ? divergedState : generationStates[generation.state]), translate),
  )
  const hasOwn = generations.some(({ isCurrent, state }) => isCurrent && state !== 'named')
  return hasOwn ? rows : [[name, String(version), translate(projectionStates[state])], ...rows]
}

const rowOf = (generation: GenerationStatus, state: string, translate: Context['translate']): readonly string[] => {
  const { projection, version, checkpoint, events, behind, behindSince, documents, into, bounds, id } = generation
  const since = behindSince === undefined ? '–' : translate(messages.since(behindSince))
  return [
    projection,
    String(version),
    state,
    checkpoint ?? '–',
    grouped(events),
    behind === undefined ? since : grouped(behind),
    grouped(documents),
    [id, into, bounds].filter((part) => part !== undefined && part !== '').join(' '),
  ]
}
