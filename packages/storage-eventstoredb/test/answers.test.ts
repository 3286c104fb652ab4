import { EventStoreDBClient } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { callFailureOf } from '../src/connection/answers.js'
import { openEventStoreDB } from '../src/index.js'
import { type SimulatorOptions, startSimulator } from './simulator/index.js'
import { type Failure, statuses, statusOfFault } from './simulator/statuses.js'
import { collect, newEvents, right } from './with-simulator.js'

const thrownBy = (failure: Failure): Error => Object.assign(new Error(failure.details), failure)
const reading = { stream: undefined, action: 'read' } as const
const appending = { stream: 'journey-t1', action: 'append' } as const
const transport = (details: string): Failure => ({ ...statusOfFault('unavailable'), details })

describe('an answer of the server means the same wherever it comes', () => {
  it.each([
    [statuses.notLeader('node2', 2113), 'unavailable', 'no', true, /does not lead/],
    [statusOfFault('noLeader'), 'unavailable', 'no', true, /no leader/],
    [statusOfFault('unavailable'), 'unavailable', 'no', true, /starting or shutting down/],
    [transport('Server Is Too Busy'), 'unavailable', 'no', true, /busy/],
    [
      transport('No connection established. Last error: Error: connect ECONNREFUSED'),
      'unavailable',
      'no',
      true,
      /ECONNREFUSED/,
    ],
    [transport('Connection dropped'), 'unavailable', 'unknown', true, /dropped/],
    [statusOfFault('timeout'), 'unavailable', 'unknown', true, /other nodes or its disk/],
    [statusOfFault('deadline'), 'unavailable', 'unknown', true, /Deadline/],
    [statusOfFault('cancelled'), 'unavailable', 'unknown', true, /cancelled/],
    [statusOfFault('internal'), 'unavailable', 'unknown', true, /RST_STREAM/],
    [statusOfFault('unknown'), 'unavailable', 'unknown', true, /handler/],
    [transport('No connection established. Last error: self-signed certificate'), 'failed', 'no', false, /tlsCAFile/],
    [transport("Hostname/IP does not match certificate's altnames"), 'failed', 'no', false, /tlsCAFile/],
    [statuses.unauthenticated(), 'failed', 'no', false, /password/],
    [statuses.accessDenied(), 'failed', 'no', false, /journey-t1/],
    [statuses.streamDeleted('journey-t1'), 'corrupt', 'no', false, /journey-t1/],
    [statuses.tooLarge(1_048_576), 'failed', 'no', false, /1048576/],
    [
      { ...statuses.thrown(), code: 8, details: 'Received message larger than max' },
      'failed',
      'no',
      false,
      /this size/,
    ],
  ] as const)('%j', (failure, fault, written, isTransient, text) => {
    const meaning = callFailureOf(thrownBy(failure), appending)
    expect(meaning).toMatchObject({ fault, written, isTransient, text: { en: expect.stringMatching(text) } })
  })

  it.each([22, 23, 24] as const)('a position that is none, from a server of version %i', (version) => {
    for (const result of ['ReadAllResult', 'FilteredReadAllResult', 'subscription'] as const) {
      const failure = statuses.invalidPosition(version, result)
      const meaning = callFailureOf(thrownBy(failure), { ...reading, fromPosition: true })
      expect(meaning).toMatchObject({ fault: 'missing', isTransient: false })
    }
  })

  it('names the leader that the server names', () => {
    expect(callFailureOf(thrownBy(statuses.notLeader('::1', 2114)), appending).leader).toEqual({
      host: '[::1]',
      port: 2114,
    })
  })

  it('anything else is a bug and is thrown again', () => {
    const bug = new TypeError('x is not a function')
    expect(() => callFailureOf(bug, reading)).toThrow(bug)
  })
})

describe('a user without a right', () => {
  const withDenied = async (denied: SimulatorOptions['denied'], test: (url: string) => Promise<void>) => {
    const simulator = await startSimulator({ denied: denied ?? [] })
    await test(simulator.url)
    await simulator.stop()
  }

  it('to read $all cannot open the store; the message says where to grant it', () =>
    withDenied([{ stream: '$all', action: 'read' }], async (url) => {
      await expect(openEventStoreDB({ url })).rejects.toMatchObject({
        fault: 'failed',
        message: expect.stringMatching(/\$all.*\$\$\$all/),
      })
    }))

  it.each(['read', 'append'] as const)('to %s one stream: the error names the stream', (action) =>
    withDenied([{ stream: 'journey-t1', action }], async (url) => {
      const events = await openEventStoreDB({ url })
      const answer = await events.append('journey-t1', newEvents(1), 'none')()
      if (action === 'append')
        expect(answer).toMatchObject({
          left: { written: 'no', reason: { en: expect.stringMatching(/write to journey-t1/) } },
        })
      else
        await expect(collect(events.readStream('journey-t1'))).rejects.toMatchObject({
          fault: 'failed',
          message: expect.stringMatching(/read journey-t1/),
        })
      right(await events.append('journey-t2', newEvents(1), 'none')())
      await events.close()
    }),
  )
})

it('an append that the server refuses is refused at once, whatever its size', async () => {
  const simulator = await startSimulator()
  const events = await openEventStoreDB({ url: simulator.url, maxAppendBytes: 100_000_000 })
  for (const [size, text] of [
    [5_000_000, /1048576 bytes/],
    [20_000_000, /no append of this size/],
  ] as const) {
    const [event] = newEvents(1)
    if (event === undefined) continue
    const large = { ...event, data: JSON.stringify('x'.repeat(size)) }
    expect(await events.append(`journey-${size}`, [large], 'none')()).toMatchObject({
      left: { written: 'no', reason: { en: expect.stringMatching(text) } },
    })
  }
  await events.close()
  await simulator.stop()
})

it('the client of the server is one with the methods that are replaced', () => {
  const client = new EventStoreDBClient({ endpoint: 'localhost:2113' }, { insecure: true })
  for (const name of ['createChannel', 'supports', 'callArguments'])
    expect(Reflect.get(client, name)).toBeTypeOf('function')
})
