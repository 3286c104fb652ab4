import { type BundleError, type Outcome, readEntries, type Storage, type StreamEntry } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import type * as E from 'fp-ts/lib/Either.js'
import type { Network } from './connection.js'
import type { Program } from './program.js'
import { storedLog } from './recorded-log.js'
import { type Answer, answerOf, isFinal, type SentCommand } from './sent-command.js'
import type { Report } from './simulation-violation.js'
import type { SimulationStep, Workload } from './workload.js'

/** How often a client sends a command until it gives up, and how long it waits for an answer, in milliseconds. */
const maxAttempts = 8
const answersWithin = 30_000

type Results = readonly E.Either<BundleError, Outcome>[]

/** Sends a step with a program. Its commands have the same ids each time. */
interface Request {
  readonly sent: readonly SentCommand[]
  readonly send: (program: Program) => Promise<Results>
}

/** What clients need. */
export interface ClientContext {
  readonly domain: Domain<unknown>
  readonly network: Network
  /** The store itself, to find what can be amended. */
  readonly store: Storage
  readonly amendment: NonNullable<Workload['amendment']>
  /** A program that can be reached now. */
  anyProgram(): Promise<Program>
  onSent(sent: SentCommand): void
  report: Report
}

/** Does steps one after another, and each until it knows how it ended, or gives up. */
export class Client {
  readonly #name: string
  readonly #context: ClientContext
  #count = 0

  constructor(name: string, context: ClientContext) {
    this.#name = name
    this.#context = context
  }

  async run(steps: readonly SimulationStep[]): Promise<void> {
    const { network } = this.#context
    const { scheduler, chance, faults } = network
    for (const step of steps) {
      await scheduler.sleep(chance.between(0.1, 300), `${this.#name} goes on`)
      const request = await this.#requestOf(step)
      if (request === undefined) continue
      for (const sent of request.sent) this.#context.onSent(sent)
      if (faults.isSentTwice()) {
        faults.count('sent twice')
        for (const sent of request.sent) sent.isSentTwice = true
        await Promise.all([this.#untilFinal(request), this.#untilFinal(request)])
      } else await this.#untilFinal(request)
    }
  }

  async #untilFinal(request: Request): Promise<void> {
    const { network, anyProgram } = this.#context
    const { scheduler, chance, faults } = network
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      if (attempt > 0) {
        faults.count('sent again')
        await scheduler.sleep(chance.between(1, 3_000), `${this.#name} tries again`)
      }
      const answers = await this.#send(request, await anyProgram())
      for (const [index, sent] of request.sent.entries()) sent.answers.push(answers[index] ?? { is: 'unknown' })
      if (answers.length > 0 && answers.every(isFinal)) return
    }
  }

  async #send({ sent, send }: Request, program: Program): Promise<readonly Answer[]> {
    const { network, report } = this.#context
    for (const one of sent) one.attempts += 1
    network.scheduler.note(`${this.#name} sends ${sent.map(({ what }) => what).join(', ')} with ${program.name}`)
    const sending = send(program).catch((error: unknown) => {
      report('failure', `${program.name} threw at ${sent.map(({ what }) => what).join(', ')}: ${error}`)
      return []
    })
    const timeOut = network.scheduler.sleep(answersWithin, `${this.#name} waits no longer`)
    const results = await Promise.race([sending, program.ended, timeOut])
    return Array.isArray(results) ? results.map(answerOf) : []
  }

  async #requestOf(step: SimulationStep): Promise<Request | undefined> {
    if (step.do === 'enter') {
      const { command } = step
      const [sent, options] = this.#sentAs(nameOf(command))
      return { sent: [sent], send: async ({ runtime }) => [await runtime.execute(command, options)()] }
    }
    if (step.do === 'enterAll') {
      const bundle = step.commands.map((command) => ({ command, sent: this.#sentAs(nameOf(command))[0] }))
      const commands = bundle.map(({ command, sent: { commandId } }) => ({ command, commandId }))
      return {
        sent: bundle.map(({ sent }) => sent),
        send: ({ runtime }) => runtime.executeAll(commands, { actor: this.#name })(),
      }
    }
    return this.#amendmentOf(step)
  }

  async #amendmentOf(step: Extract<SimulationStep, { do: 'annul' | 'correct' }>): Promise<Request | undefined> {
    const found = await this.#entryOf(step.entry)
    if (found === undefined) return undefined
    const { stream, entry } = found
    const named = { stream, eventId: entry.id, ...this.#context.amendment }
    const [sent, options] = this.#sentAs(`${step.do} ${stream}@${entry.revision}`)
    if (step.do === 'annul')
      return { sent: [sent], send: async ({ runtime }) => [await runtime.annul(named, options)()] }
    const data = entry.command && step.change(entry.command)
    if (data === undefined || Object.keys(data).length === 0) return undefined
    const correction = { ...named, data: { ...data } }
    return { sent: [sent], send: async ({ runtime }) => [await runtime.correct(correction, options)()] }
  }

  /** An entry of a person that stands, counted from the newest. */
  async #entryOf(n: number): Promise<{ readonly stream: string; readonly entry: StreamEntry } | undefined> {
    const { domain, store } = this.#context
    const streams = new Set((await storedLog(store)).toReversed().map(({ stream }) => stream))
    const found: { readonly stream: string; readonly entry: StreamEntry }[] = []
    for (const stream of streams)
      for (const entry of (await readEntries({ domain, storage: store }, stream)).toReversed())
        if (entry.command !== undefined && entry.causedBy === undefined && entry.annulled === undefined) {
          if (found.length === n) return { stream, entry }
          found.push({ stream, entry })
        }
    return found[n % Math.max(1, found.length)]
  }

  #sentAs(what: string) {
    this.#count += 1
    const commandId = `${this.#name}-${this.#count}`
    const sent: SentCommand = { commandId, what: `${commandId} ${what}`, answers: [], attempts: 0, isSentTwice: false }
    return [sent, { commandId, actor: this.#name }] as const
  }
}

const nameOf = (command: unknown): string =>
  typeof command === 'object' && command !== null && 'type' in command ? String(command.type) : '?'
