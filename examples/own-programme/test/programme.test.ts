// The programme with its processes and read models, over HTTP, on the command line.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRuntime, openMemory } from '@skein/engine'
import { createHttpApi, issueToken, jwtAuth, type Role } from '@skein/http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateBoard } from '../src/certificate-board.js'
import { access, type CommandInput, programme } from '../src/index.js'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'own-programme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const root = join(import.meta.dirname, '..')
/** As a user types it, in the folder of the project, which was built. */
const skein = (...args: readonly string[]) => {
  const command = process.platform === 'win32' ? 'skein.cmd' : 'skein'
  return run(join(root, 'node_modules/.bin', command), [...args, '--domain', './dist/index.js'], { cwd: root })
}

describe('the running programme', () => {
  const runtime = createRuntime(programme, openMemory())
  const on = '2018-01-05'
  let sent = 0
  const dispatch = (command: CommandInput) => runtime.dispatch(command, { commandId: `${sent++}`, actor: 'clerk-7' })

  beforeAll(async () => {
    await dispatch({ type: 'RegisterDivision', data: { code: '532329104', level: 'township', name: 'A township', on } })
    await dispatch({
      type: 'FoundBase',
      data: { baseId: 'b1', divisionCode: '532329104', name: 'A base', areaMu: 25, on },
    })
    await dispatch({ type: 'OpenFund', data: { baseId: 'b1', amountFen: 50_000, on } })
    await dispatch({
      type: 'PayAward',
      data: { baseId: 'b1', traineeId: 't1', title: 'grafting', amountFen: 20_000, on },
    })
    await runtime.settle()
  })

  it('publishes the typed read model', async () => {
    const board = await runtime.read(certificateBoard).get('b1')
    expect(board?.paidFen).toBe(20_000)
  })

  it('is decided by its own rules', async () => {
    const award = { baseId: 'b1', traineeId: 't1', title: 'pruning', amountFen: 40_000, on }
    await expect(dispatch({ type: 'PayAward', data: award })).rejects.toMatchObject({
      _tag: 'Rejected',
      rule: 'F1',
      evidence: { leftFen: 30_000, amountFen: 40_000 },
    })
  })

  describe('over HTTP', () => {
    const secret = 'a secret that is only for tests, and long enough'
    const api = createHttpApi({ runtime, auth: jwtAuth({ secret }), access })
    const openFund = async (role: Role) => {
      const token = await issueToken(secret, { subject: 'clerk-7', role, division: '532329104' })
      const response = await api.fetch(
        new Request('http://localhost/v1/commands/OpenFund', {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ baseId: 'b1', amountFen: 1, on }),
        }),
      )
      return response.status
    }

    it('lets the roles of `access` send its commands, and no other', async () => {
      // 422: the role may send it, and a rule rejects a second fund
      expect([await openFund('township'), await openFund('base')]).toEqual([422, 403])
    })
  })
})

describe('on the command line', { timeout: 60_000 }, () => {
  const store = `sqlite:${join(folder, 'demo.db')}`

  it('simulates the programme, rebuilds, and checks the log against its rules', async () => {
    await skein('simulate', '--store', store, '--trainees', '20', '--months', '3')
    expect((await skein('rebuild', 'certificateBoard', '--store', store)).stdout).toContain('certificateBoard')
    expect((await skein('check', '--store', store, '--lang', 'en')).stdout).toContain('no rule is violated')
  })

  it('generates the contract of the programme', async () => {
    const { stdout } = await skein('openapi', '--json')
    const { paths } = JSON.parse(stdout)
    expect(paths).toHaveProperty('/v1/commands/AwardCertificate')
    expect(paths).toHaveProperty('/v1/projections/certificateBoard')
  })
})
