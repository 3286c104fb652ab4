import type {
  EncryptedPersons,
  GenerationStatus,
  ProcessStatus,
  ProjectionStatus,
  StandingLock,
  StoreFile,
} from '@skein/engine'
import type { Text } from '@skein/kernel'
import type { Context } from '../../context.js'
import { divergedState, generationStates, projectionStates } from '../../messages/generations.js'
import { grouped } from '../../messages/messages.js'
import { table } from '../../output/table.js'
import type { ChosenStore } from '../../storage/chosen-store.js'
import type { ForeignEvents } from './foreign-events.js'
import { statusMessages as messages, statusHeading } from './messages.js'

export interface StoreStatus {
  readonly store: string
  readonly events: number | undefined
  readonly head: string | undefined
  readonly foreign: ForeignEvents | undefined
  /** Other programs may write to the same log. */
  readonly isShared: boolean
  readonly projections: readonly ProjectionStatus[]
  readonly processes: ProcessStatus
  readonly locks: readonly StandingLock[]
  readonly files: readonly StoreFile[]
  readonly persons?: EncryptedPersons
}

export const statusLines = (
  context: Context,
  { options }: ChosenStore,
  { store, events, head, foreign, isShared, projections, processes, locks, files, persons }: StoreStatus,
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
    ...(foreign === undefined || foreign.events === 0
      ? []
      : [translate(isShared ? messages.foreign(foreign) : messages.strange(foreign, options))]),
    '',
    ...table([statusHeading.map(translate), ...rows], aligns),
    '',
    translate(messages.processes(processes)),
    ...(persons === undefined ? [] : [translate(messages.withoutKey(persons))]),
    ...locks.map((lock) => translate(messages.lock(lock))),
    ...files.map((file) => translate(messages.file(file))),
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
  const rows = generations.map((generation) => rowOf(generation, translate(stateOf(generation)), translate))
  const hasOwn = generations.some(({ isCurrent, state }) => isCurrent && state !== 'named')
  return hasOwn ? rows : [[name, String(version), translate(projectionStates[state])], ...rows]
}

/** Nobody reads a retired generation: it does not matter what it was computed from. */
const stateOf = ({ isDiverged, state }: GenerationStatus): Text =>
  isDiverged && state !== 'retired' ? divergedState : generationStates[state]

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
