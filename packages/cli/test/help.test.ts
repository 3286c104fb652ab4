import { describe, expect, it } from 'vitest'
import { runMain } from './skein.js'

describe('an unknown command', () => {
  it.each([[['prne', '--help']], [['prne', '-h']], [['prne']]])(
    '%j is a usage error that suggests a similar command',
    async (args) => {
      const { code, stdout, stderr } = await runMain(['--lang', 'en', ...args])
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/no command "prne".*mean prune\?/)])
    },
  )
})

describe('--help', () => {
  it('without a command lists the commands', async () => {
    const help = await runMain(['--store', 'memory:', '--help'])
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('worklist') })
  })

  it('of a command shows its usage', async () => {
    expect((await runMain(['status', '--help'])).stdout).toContain('skein status')
  })
})
