import { type Domain, hasTag } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EngineObservation } from '../ports/observe.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { KeyedQueue } from '../primitives/keyed-queue.js'
import { Turns } from '../primitives/turns.js'
import type { MasterKeyError } from '../privacy/master-key-error.js'
import { amendedByProcess, answeredIn, type ChangedAnswers } from './amend-by-process.js'
import { type AddressedAmendment, AmendmentAttempt } from './amendment-attempt.js'
import { Attempt } from './attempt.js'
import type { AttemptContext, AttemptOptions, SentCommand } from './attempt-context.js'
import { decidedAgain, type LookingEntries } from './looking-entries.js'
import type {
  BundledCommand,
  BundleError,
  BundleOptions,
  ExecuteError,
  ExecuteOptions,
  Issue,
  Outcome,
} from './outcome.js'
import { commandParser, type ParseCommand } from './parse.js'
import { amendmentParser, type ParseAmendment } from './parse-amendment.js'

/** How often others may be faster with a stream until a command gives up. */
export const maxConflicts = 20

type Result = E.Either<ExecuteError, Outcome>
type BundleResult = E.Either<BundleError, Outcome>
type ForcedOptions = ExecuteOptions & Pick<AttemptOptions, 'force'>
type Commands = readonly [SentCommand, ...SentCommand[]]

/** Decides what a change of the past reaches, in all streams, before anything of it is recorded. */
export interface ChangePlanner {
  /** @param change makes the change with an executor whose appends are only planned */
  plan(
    change: (planned: Executor) => Promise<readonly BundleResult[]>,
    options: Pick<ExecuteOptions, 'dryRun' | 'limit' | 'expected'>,
  ): Promise<readonly BundleResult[]>
}

/** Executes commands: one after another within a stream, concurrently across streams. */
export class Executor {
  readonly #parse: ParseCommand
  readonly #parseAmendment: ParseAmendment
  readonly #context: AttemptContext
  readonly #queue = new KeyedQueue()
  readonly #planner: ChangePlanner | undefined

  /** @param planner without one, a change reaches other streams only later, by the processes */
  constructor(domain: Domain, context: AttemptContext, planner?: ChangePlanner) {
    this.#parse = commandParser(domain)
    this.#parseAmendment = amendmentParser(domain)
    this.#context = context
    this.#planner = planner
  }

  /** Exceptions of deciders are bugs and reject the promise; everything else is a value. */
  execute(input: unknown, options: ForcedOptions): TaskEither<ExecuteError, Outcome> {
    const { observe, environment } = this.#context
    if (observe === undefined) return () => this.#execute(input, options, () => undefined)
    return async () => {
      const startedAt = environment.now()
      let attempts = 0
      const result = await this.#execute(input, options, () => {
        attempts += 1
      })
      const milliseconds = environment.now() - startedAt
      observe({ kind: 'executed', ...typeOf(input, result), ...outcomeOf(result), attempts, milliseconds })
      return result
    }
  }

  /**
   * Executes commands of any streams. Those of one stream are recorded in one append, each at its own day, or none of
   * them; streams follow each other in the order in which they first appear. Gives the result of each command, in order.
   */
  executeAll(
    bundle: readonly BundledCommand<unknown>[],
    options: BundleOptions,
  ): () => Promise<readonly BundleResult[]> {
    return async () => {
      const results: BundleResult[] = []
      const streams = new Map<string, Indexed[]>()
      const turns = new Turns(this.#context.environment)
      const parsed = bundle.map(({ command, commandId }) => this.#parse(command, { ...options, commandId }))
      const seen = new Set<string>()
      for (const [index, one] of parsed.entries()) {
        const commandId = bundle[index]?.commandId ?? ''
        if (E.isLeft(one)) results[index] = E.left({ _tag: 'Invalid', issues: one.left })
        else if (seen.has(commandId)) results[index] = E.left({ _tag: 'Invalid', issues: [repeatedId] })
        else {
          const { stream } = one.right
          streams.set(stream, [...(streams.get(stream) ?? []), { addressed: one.right, commandId, index }])
        }
        seen.add(commandId)
      }
      const invalid = results.findIndex((result) => result !== undefined)
      if (invalid >= 0) {
        // an invalid command has no stream, so that nothing of the bundle is recorded
        const commandId = bundle[invalid]?.commandId ?? ''
        return bundle.map((_, index) => results[index] ?? E.left({ _tag: 'BundleRefused', commandId }))
      }
      for (const commands of streams.values()) {
        const [first, ...others] = commands
        if (first === undefined) continue
        const answers = await this.#settle([first, ...others], options, () => undefined)
        for (const [at, { index }] of commands.entries()) {
          const answer = answers[at]
          if (answer !== undefined) results[index] = answer
        }
        await turns.take()
      }
      return results
    }
  }

  /** Annuls or corrects an entry. */
  amend(kind: 'annul' | 'correct', input: unknown, options: ExecuteOptions): TaskEither<ExecuteError, Outcome> {
    return async () => {
      const parsed = this.#parseAmendment(kind, input, options)
      if (E.isLeft(parsed)) return E.left({ _tag: 'Invalid', issues: parsed.left })
      if (this.#planner === undefined) return this.#amend(parsed.right, options)()
      const [result] = await this.#plan(1, options, async (planned) => [
        await planned.#amend(parsed.right, { ...withoutDryRun(options), force: true })(),
      ])
      // sound: there is one, and only a bundle is refused because of another command
      return result as Result
    }
  }

  /** Changes what a process sent to one stream. */
  answerAgain(answers: ChangedAnswers, options: ExecuteOptions): TaskEither<ExecuteError, Outcome> {
    return this.#amend(amendedByProcess(answers), options)
  }

  /** What the entries are about that stand in a stream because of some causes, and their ids. */
  async answeredIn(answers: Omit<ChangedAnswers, 'commands'>): Promise<ReadonlyMap<string, readonly string[]>> {
    const { streams } = this.#context
    const { aggregate, stream } = answers
    return answeredIn(await streams.history(aggregate, stream, await streams.load(aggregate, stream)), answers)
  }

  /** Decides entries of a stream again that looked at streams which have changed since. */
  decideAgain(lookers: LookingEntries, options: ExecuteOptions): TaskEither<ExecuteError, Outcome> {
    return this.#amend(decidedAgain(lookers), options)
  }

  #amend(addressed: AddressedAmendment, options: ForcedOptions): TaskEither<ExecuteError, Outcome> {
    const attempt = new AmendmentAttempt(addressed, options, this.#context)
    const run = async () => {
      const result = await attempt.run()
      return result === 'outdated' ? result : [result]
    }
    return () =>
      this.#queue.run(addressed.stream, async () => {
        const results = await this.#untilSettled(attempt, run, { count: 1, expected: options.expected })
        // sound: there is one, an amendment is planned before, and only a bundle is refused because of another command
        return results[0] as Result
      })
  }

  async #execute(input: unknown, options: ForcedOptions, onAttempt: () => void): Promise<Result> {
    const parsed = this.#parse(input, options)
    if (E.isLeft(parsed)) return E.left({ _tag: 'Invalid', issues: parsed.left })
    const sent = { addressed: parsed.right, commandId: options.commandId }
    const [result] = await this.#settle([sent], options, onAttempt)
    if (result === undefined) throw new Error('a command has a result')
    // sound: only a bundle of several commands is refused because of another one
    return result as Result
  }

  /** Attempts commands of one stream again while the stream changes underneath them, and plans what reaches further. */
  async #settle(commands: Commands, options: AttemptOptions, onAttempt: () => void): Promise<readonly BundleResult[]> {
    const results = await this.#attempt(commands, options, onAttempt)
    if (results !== 'plan') return results
    return this.#plan(commands.length, options, async (planned) => {
      // sound: a planned executor has no planner, so that it attempts everything itself
      return planned.#attempt(commands, { ...withoutDryRun(options), force: true }, onAttempt) as Promise<
        readonly BundleResult[]
      >
    })
  }

  #attempt(
    commands: Commands,
    options: AttemptOptions,
    onAttempt: () => void,
  ): Promise<readonly BundleResult[] | 'plan'> {
    const attempt = new Attempt(commands, options, this.#context)
    const run = () => {
      onAttempt()
      return attempt.run()
    }
    return this.#queue.run(commands[0].addressed.stream, () =>
      this.#untilSettled(attempt, run, { count: commands.length, expected: options.expected }),
    )
  }

  async #plan(
    count: number,
    options: Pick<ExecuteOptions, 'dryRun' | 'limit' | 'expected'>,
    change: (planned: Executor) => Promise<readonly BundleResult[]>,
  ): Promise<readonly BundleResult[]> {
    const planner = this.#planner
    if (planner === undefined) throw new Error('this executor has no planner')
    return this.#orUnavailable(
      count,
      () => 'no',
      () => planner.plan(change, options),
    )
  }

  #untilSettled<Settled extends readonly BundleResult[] | 'plan'>(
    attempt: { readonly isAppending: boolean },
    run: () => Promise<Settled | 'outdated'>,
    { count, expected }: { readonly count: number; readonly expected: ExecuteOptions['expected'] },
  ): Promise<Settled | readonly BundleResult[]> {
    // a failure before the append has written nothing; the append itself returns its failures
    const written = () => (attempt.isAppending ? 'unknown' : 'no')
    return this.#orUnavailable(count, written, async () => {
      for (let conflicts = 0; ; ) {
        const results = await run()
        if (results === 'outdated') continue
        if (results === 'plan') return results
        const [first] = results
        if (first === undefined || E.isRight(first) || first.left._tag !== 'Conflict') return results
        conflicts += 1
        if (expected !== undefined || conflicts === maxConflicts) return results
        await backOff(this.#context.environment, conflicts, 2)
      }
    })
  }

  async #orUnavailable<Settled>(
    count: number,
    written: () => 'unknown' | 'no',
    run: () => Promise<Settled>,
  ): Promise<Settled | readonly BundleResult[]> {
    try {
      return await run()
    } catch (error) {
      if (!(isStorageError(error) || hasTag<MasterKeyError>(error, 'MasterKeyError'))) throw error
      const unavailable = { _tag: 'Unavailable', written: written(), reason: error.text, cause: error } as const
      return Array.from({ length: count }, () => E.left(unavailable))
    }
  }
}

/** A plan is recorded or not as a whole: its parts are decided as if they were. */
const withoutDryRun = <Options extends Pick<ExecuteOptions, 'dryRun'>>({ dryRun: _, ...options }: Options) => options

const repeatedId: Issue = {
  path: ['commandId'],
  code: 'repeated_id',
  message: 'another command of the bundle has this id; each needs its own',
}

/** A command of a bundle, with its index there. */
type Indexed = SentCommand & { readonly index: number }

/** The command's type, where the input was a command of the domain. */
const typeOf = (input: unknown, result: Result): { readonly type?: string } =>
  // sound: the schemas of all commands require `type`
  E.isLeft(result) && result.left._tag === 'Invalid' ? {} : { type: (input as { readonly type: string }).type }

type Executed = Extract<EngineObservation, { kind: 'executed' }>

const outcomeOf = (result: Result): Pick<Executed, 'outcome' | 'rule' | 'events'> => {
  if (E.isLeft(result)) {
    const { left } = result
    const rule = left._tag === 'Rejected' ? { rule: left.rejection.rule } : {}
    return { outcome: left._tag, ...rule, events: 0 }
  }
  const { duplicate, events } = result.right
  if (duplicate) return { outcome: 'duplicate', events: 0 }
  return { outcome: events.length === 0 ? 'nothing' : 'written', events: events.length }
}
