import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('./children/run-on-terminal.ts', import.meta.url))

it('the built command line draws a progress bar on a terminal', async () => {
  const simulate = ['simulate', '--trainees', '8', '--months', '3', '--lang', 'en', '--store', 'memory:']
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, ...simulate])
  expect(stdout).toContain('events')
  const lines = stripVTControlCharacters(stderr).trimEnd().split('\n')
  expect(lines).toEqual([
    expect.stringMatching(/simulate {2}█+ 100 % {2}[\d,]+ \/ [\d,]+ steps .*$/),
    expect.stringMatching(/rebuild {2}█+ 100 % {2}[\d,]+ \/ [\d,]+ events of these read models .*$/),
  ])
})
