// Connections are cut at random moments, and the same command is sent again with the same key. SKEIN_RETRIES sets how
// many commands (default 100; 1,000 in the long run).

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Listening, listen } from '../src/node.js'
import { setUp, tokenOf } from './fixture.js'

const commands = Number(process.env.SKEIN_RETRIES ?? 100)

const folder = mkdtempSync(join(tmpdir(), 'skein-http-'))
let storage: Awaited<ReturnType<typeof openSqlite>>
let listening: Listening
let token: string
beforeAll(async () => {
  storage = await openSqlite({ path: join(folder, 'base.db'), durability: 'normal' })
  listening = await listen(setUp({}, storage).api, { port: 0 })
  token = await tokenOf('county', '532329')
})
afterAll(async () => {
  await listening.close({ timeoutMs: 1000 })
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

const headersOf = (key: string) => ({
  Authorization: `Bearer ${token}`,
  'Content-Type': 'application/json',
  'Idempotency-Key': key,
})

/** Sends part of a request over its own connection, waits some microseconds, and cuts the connection. */
const sendAndCut = (key: string, body: string, cut: { readonly part: number; readonly microseconds: number }) =>
  new Promise<void>((resolve) => {
    const { hostname, port } = new URL(listening.url)
    const head = Object.entries(headersOf(key)).map(([name, value]) => `${name}: ${value}\r\n`)
    const message = `POST /v1/commands/CountWilling HTTP/1.1\r\nHost: x\r\n${head.join('')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    const socket = connect(Number(port), hostname)
    socket.on('error', () => resolve()).on('close', () => resolve())
    socket.on('connect', () => {
      const part = message.slice(0, Math.floor(cut.part * message.length))
      socket.write(part, () => {
        const end = process.hrtime.bigint() + BigInt(cut.microseconds) * 1000n
        const wait = () => (process.hrtime.bigint() >= end ? socket.destroy() : setImmediate(wait))
        wait()
      })
    })
  })

it(`records each of ${commands} commands exactly once, though connections are cut and the commands repeated`, async () => {
  const register = { code: '532329', level: 'county', name: 'x', on: '2018-01-01' }
  await fetch(`${listening.url}/v1/commands/RegisterDivision`, {
    method: 'POST',
    headers: headersOf(randomUUID()),
    body: JSON.stringify(register),
  })
  let cutAfterRecording = 0
  const bodies: string[] = []
  for (let n = 0; n < commands; n++) {
    const key = randomUUID()
    // each differs from the one before: a repeated count would record nothing
    const body = JSON.stringify({ code: '532329', people: n, on: '2018-01-02' })
    bodies.push(body)
    for (let cuts = 1 + (n % 3); cuts > 0; cuts--) {
      // half of the cuts happen while the request is sent, half while it is answered
      const isWhole = Math.random() < 0.5
      await sendAndCut(key, body, {
        part: isWhole ? 1 : Math.random(),
        microseconds: isWhole ? Math.floor(Math.random() * 8000) : 0,
      })
    }
    const response = await fetch(`${listening.url}/v1/commands/CountWilling`, {
      method: 'POST',
      headers: headersOf(key),
      body,
    })
    expect(response.status).toBe(200)
    if (response.headers.get('idempotent-replayed') === 'true') cutAfterRecording += 1
  }
  const recorded: string[] = []
  for await (const page of storage.events.readStream('division-532329', { from: 1 }))
    for (const { data } of page) recorded.push(data)
  expect(recorded.map((data) => JSON.parse(data).people)).toEqual(bodies.map((body) => JSON.parse(body).people))
  // some were cut after they were recorded: for these the key prevented a second event
  expect(cutAfterRecording).toBeGreaterThan(0)
}, 600_000)
