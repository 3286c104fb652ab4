import { fc, test } from '@fast-check/vitest'
import stringWidth from 'string-width'
import { describe, expect, it, vi } from 'vitest'
import type { Io, Output } from '../io.js'
import { duration, progressOn } from './progress.js'
import { shellWord } from './shell.js'
import { table, visible } from './table.js'

describe('a table', () => {
  it('aligns Chinese and English alike', () =>
    expect(
      table(
        [
          ['基地', '1'],
          ['base', '22'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['基地   1', 'base  22']))

  const cell = fc.string({ unit: fc.constantFrom('a', '基', ' ', '–', 'é'), maxLength: 8 })
  test.prop([fc.array(fc.tuple(cell, cell, fc.constant('|')), { minLength: 1 })])('has straight edges', (rows) => {
    expect(new Set(table(rows).map((line) => stringWidth(line))).size).toBe(1)
  })
})

it('control characters are shown, not sent', () => expect(visible('a\u001b[2Jb\n')).toBe('a\\u001b[2Jb\\u000a'))

it('words are quoted for a shell where they have to be', () => {
  expect(shellWord('sqlite:./skein-demo.db')).toBe('sqlite:./skein-demo.db')
  expect(shellWord("it's a file.db")).toBe(`'it'\\''s a file.db'`)
})

it('durations are told in minutes from one on', () => {
  expect(duration(59)).toBe('59 s')
  expect(duration(200)).toBe('3 min 20 s')
})

describe('progress', () => {
  const shown = (json: boolean, columns: number | undefined) => {
    const written = { stdout: '', stderr: '' }
    const output = (name: 'stdout' | 'stderr'): Output => ({
      write: (text) => {
        written[name] += text
      },
      columns,
      hasColours: false,
    })
    const io: Pick<Io, 'stdout' | 'stderr'> = { stdout: output('stdout'), stderr: output('stderr') }
    vi.useFakeTimers({ toFake: ['performance'] })
    const label = { en: 'rebuild', zh: '重建' }
    const progress = progressOn({ io, json, language: 'zh' }, label, { en: 'events', zh: '个事件' })
    for (let done = 0; done <= 10_000; done += 1000) {
      progress.update(done, 10_000)
      vi.advanceTimersByTime(500)
    }
    progress.end()
    vi.useRealTimers()
    return written
  }

  it('is a bar on a terminal, which is drawn over', () => {
    const { stdout, stderr } = shown(false, 100)
    expect(stdout).toBe('')
    const drawn = stderr.split('\r\u001b[K').slice(1)
    expect(drawn).toHaveLength(10)
    expect(drawn[0]).toBe('重建  ██░░░░░░░░░░░░░░░░░░░░░░  10 %  1,000 / 10,000 个事件  每秒 2,000')
    expect(drawn[4]).toBe('重建  ████████████░░░░░░░░░░░░  50 %  5,000 / 10,000 个事件  每秒 2,000  剩余 3 s')
    expect(drawn.at(-1)).toMatch(/100 % .*\n$/)
  })

  test.prop([fc.integer({ min: 10, max: 200 })])('never wraps', (columns) => {
    for (const drawn of shown(false, columns).stderr.split('\r\u001b[K'))
      expect(stringWidth(drawn.trimEnd())).toBeLessThan(columns)
  })

  test.prop([fc.integer({ min: 30, max: 200 })])('always says how much is done and what is left', (columns) => {
    const drawn = shown(false, columns).stderr.split('\r\u001b[K')
    expect(drawn[5]).toMatch(/50 %.*剩余 3 s/)
  })

  it('is a line every three seconds elsewhere, and one at the end', () => {
    const { stdout, stderr } = shown(false, undefined)
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n')).toEqual([
      '重建  6,000 / 10,000 个事件  每秒 2,000  剩余 2 s',
      '重建  10,000 / 10,000 个事件  每秒 2,000',
    ])
  })

  it('is JSON lines for programs', () => {
    const { stdout, stderr } = shown(true, undefined)
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
