// The commands in docs/http.md run as they are written there.
import { execFile } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { bin, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const page = readFileSync(new URL('../../../docs/http.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

it('every command of the page runs', async () => {
  expect(blocks.length).toBeGreaterThan(6)
  // `npx skein` as it is where the package is installed
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\nshift\nexec '${process.execPath}' '${bin}' "$@"\n`)
  chmodSync(join(folder, 'npx'), 0o755)
  const trap = "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT"
  const script = ['set -eu', trap, ...blocks].join('\n').replaceAll('8080', String(await freePort()))
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH}` },
  })
  expect(stdout).toContain('"stream":"journey-t1","revision":0')
  expect(stdout).toContain('"kind":"eligibilityGate"')
  expect(stdout).toMatch(/store is closed/)
  const refused = JSON.parse(readFileSync(join(folder, 'refused.json'), 'utf8'))
  expect(refused).toMatchObject({ status: 422, rule: 'S2', evidence: { reviewed: false } })
  expect(readFileSync(join(folder, 'serve.log'), 'utf8')).not.toContain('somebody')
}, 60_000)
