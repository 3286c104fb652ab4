import { stripVTControlCharacters } from 'node:util'
import { fc, test } from '@fast-check/vitest'
import stringWidth from 'string-width'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Io, Output } from '../io.js'
import { startProgress } from './progress.js'

afterEach(() => {
  vi.useRealTimers()
})

/** Reports 10,000 events in 5 seconds; returns what was written. `columns`: the width of the terminal, if there is one. */
const runJob = async ({ json = false, columns }: { readonly json?: boolean; readonly columns?: number } = {}) => {
  const written = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) => {
      written[name] += text
    },
    columns,
    hasColours: false,
  })
  const io: Pick<Io, 'stdout' | 'stderr'> = { stdout: output('stdout'), stderr: output('stderr') }
  vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] })
  const label = { en: 'rebuild', zh: '重建' }
  const progress = await startProgress({ io, json, language: 'zh' }, label, { en: 'events', zh: '个事件' })
  for (let done = 0; done <= 10_000; done += 1000) {
    progress.update(done, 10_000)
    vi.advanceTimersByTime(500)
  }
  progress.end()
  vi.useRealTimers()
  return written
}

/** The lines that were drawn over each other on a terminal of this width. */
const drawnLines = async (columns: number): Promise<readonly string[]> => {
  const { stderr } = await runJob({ columns })
  return stderr
    .split('\u001b[1G')
    .slice(1)
    .map((line) => stripVTControlCharacters(line).trimEnd())
}

describe('progress on a terminal', () => {
  it('is one line that is drawn over', async () => {
    const { stdout, stderr } = await runJob({ columns: 100 })
    expect(stdout).toBe('')
    expect(stderr.match(/\n/g)).toHaveLength(1)
    const lines = await drawnLines(100)
    expect(lines).toContain('重建  ██░░░░░░░░░░░░░░░░░░░░░░  10 %  1,000 / 10,000 个事件  每秒 2,000')
    expect(lines).toContain('重建  ████████████░░░░░░░░░░░░  50 %  5,000 / 10,000 个事件  每秒 2,000  剩余 3秒')
    expect(lines.at(-1)).toMatch(/100 %/)
  })

  test.prop([fc.integer({ min: 10, max: 200 })])('is narrower than the terminal', async (columns) => {
    for (const line of await drawnLines(columns)) expect(stringWidth(line)).toBeLessThan(columns)
  })

  test.prop([fc.integer({ min: 30, max: 200 })])('always shows the percentage and the time left', async (columns) => {
    expect((await drawnLines(columns)).find((line) => line.includes(' 50 %'))).toMatch(/50 %.*剩余 3秒/)
  })
})

describe('progress elsewhere', () => {
  it('is a plain line every three seconds, and one at the end', async () => {
    const { stdout, stderr } = await runJob()
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n')).toEqual([
      '重建  6,000 / 10,000 个事件  每秒 2,000  剩余 2秒',
      '重建  10,000 / 10,000 个事件  每秒 2,000',
    ])
  })

  it('is JSON lines with --json', async () => {
    const { stdout, stderr } = await runJob({ json: true })
    expect(stderr).toBe('')
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toHaveLength(5)
    expect(lines.at(-1)).toEqual({
      progress: 'rebuild',
      done: 10_000,
      total: 10_000,
      perSecond: 2000,
      remainingSeconds: 0,
    })
  })
})
