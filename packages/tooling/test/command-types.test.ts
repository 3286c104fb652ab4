// What the compiler says about wrong commands: the text is part of the library.
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root } from '../src/toolchain.mjs'

const before = `
import { type CommandInput, domain, Projections } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
const runtime = createRuntime(domain, openMemory())
const options = { commandId: 'c1', actor: 'clerk-7' }
`

const nomination = `{
  type: 'NominateCandidate',
  data: {
    traineeId: 't1', baseId: 'b1', divisionCode: '532329104207', category: 'villager', partyMember: false, willing: true,
    potential: ['growing'], needs: ['skills'], by: { role: 'villageBranch', id: 'branch-7' }, lawfulBasis: 'consent',
    personal: { name: 'somebody' }, on: '2018-03-01',
  },
}`

/** Each a program, and what the compiler says about it; `undefined` where it accepts it. */
const programs: Readonly<Record<string, readonly [code: string, message: string | RegExp | undefined]>> = {
  'names a missing field as a field of that command': [
    `await runtime.dispatch({ type: 'SelectTrainee', data: { traineeId: 't1' } }, options)`,
    "Property 'on' is missing in type '{ traineeId: string; }' but required in type '{ readonly traineeId: string; readonly on: string; }'.",
  ],
  'names a missing field of a large command': [
    `await runtime.dispatch(${nomination.replace("needs: ['skills'],", '')}, options)`,
    /^Property 'needs' is missing in type '\{ traineeId: string; .*' but required in type '\{ readonly traineeId: string; /,
  ],
  'names an unknown field': [
    `await runtime.dispatch({ type: 'SelectTrainee', data: { traineeId: 't1', on: '2018-03-01', why: '' } }, options)`,
    "Object literal may only specify known properties, and 'why' does not exist in type '{ readonly traineeId: string; readonly on: string; }'.",
  ],
  'names the values of a code': [
    `await runtime.dispatch({ type: 'RegisterDivision', data: { code: '1', level: 'city', name: 'x', on: '2018-03-01' } }, options)`,
    `Type '"city"' is not assignable to type '"county" | "township" | "village"'.`,
  ],
  'suggests the name of a misspelled command': [
    `await runtime.dispatch({ type: 'SelectTraine', data: { traineeId: 't1', on: '2018-03-01' } }, options)`,
    /Did you mean '"SelectTrainee"'\?$/,
  ],
  'requires the options': [
    `await runtime.dispatch({ type: 'SelectTrainee', data: { traineeId: 't1', on: '2018-03-01' } })`,
    'Expected 2 arguments, but got 1.',
  ],
  'accepts a command that is `as const`, with its arrays': [
    `const command = ${nomination} as const
     const same: CommandInput = command
     await runtime.dispatch(command, options)
     await runtime.execute(same, options)()`,
    undefined,
  ],
  'accepts readonly arrays': [
    `const needs: readonly ('skills' | 'ideas')[] = ['skills']
     await runtime.dispatch(${nomination.replace("needs: ['skills']", 'needs')}, options)`,
    undefined,
  ],
  'accepts any command of the union': [
    `const send = (command: CommandInput) => runtime.dispatch(command, options)
     await send(${nomination})`,
    undefined,
  ],
  'rejects the result of `execute` that was not called': [
    `const result = await runtime.execute(${nomination}, options)
     if (result._tag === 'Left') throw new Error('refused')`,
    "Property '_tag' does not exist on type 'TaskEither<ExecuteError, Outcome>'.",
  ],
  'types the documents of a projection': [
    `const funnel = await runtime.read(Projections.journeyFunnel).get('base:b1')
     export const people: number | undefined = funnel?.reached.nominated
     funnel?.reachedd`,
    /^Property 'reachedd' does not exist on type '\{ key: string; reached: Record<string, number>; /,
  ],
}

/** Where `|` stands in a program, and what an editor offers there. */
const completions: Readonly<Record<string, readonly [code: string, offered: readonly string[]]>> = {
  'the fields of that command': [
    `runtime.dispatch({ type: 'SelectTrainee', data: { | } }, options)`,
    ['on', 'traineeId'],
  ],
  'the values of a code': [
    `runtime.dispatch({ type: 'RegisterDivision', data: { level: '|' } }, options)`,
    ['county', 'township', 'village'],
  ],
}

const fileOf = (title: string) => join(root, 'packages/http/test', `${title.replaceAll(/\W+/g, '-')}.mts`)

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  types: [],
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
  noEmit: true,
  skipLibCheck: true,
  // the sources: tests run without built declarations
  paths: { '@skein/*': [join(root, 'packages/*/src/index.ts')] },
}

/** An editor that has these files open. */
const editorOf = (texts: ReadonlyMap<string, string>): ts.LanguageService => {
  const { fileExists, readFile, directoryExists, getDirectories, realpath } = ts.sys
  return ts.createLanguageService({
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = texts.get(path) ?? readFile(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => texts.has(path) || fileExists(path),
    readFile: (path) => texts.get(path) ?? readFile(path),
    directoryExists,
    getDirectories,
    ...(realpath === undefined ? {} : { realpath }),
  })
}

describe('a command that is written in an editor', () => {
  const code = Object.entries({ ...programs, ...completions })
  const editor = editorOf(
    new Map(
      code.map(([title, [text]]) => [
        fileOf(title),
        `${before}${title in completions ? text.replace('|', '') : text}\n`,
      ]),
    ),
  )

  it.each(Object.keys(programs))(
    '%s',
    (title) => {
      const message = programs[title]?.[1]
      const found = editor
        .getSemanticDiagnostics(fileOf(title))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
      const expected = typeof message === 'string' ? message : message && expect.stringMatching(message)
      expect(found).toEqual(expected === undefined ? [] : [expected])
    },
    60_000,
  )

  it.each(Object.entries(completions))('is completed with %s', (title, [text, offered]) => {
    const at = before.length + text.indexOf('|')
    const found = editor.getCompletionsAtPosition(fileOf(title), at, {})?.entries.map(({ name }) => name)
    expect(found?.sort()).toEqual(offered)
  })
})
