// Checks of what a caller passes to a public function: programs in JavaScript have no types, and values from an
// environment variable or a query are texts.
import { Day } from './days.js'
import { Misconfigured } from './misconfigured.js'
import type { Text } from './text.js'

/** What one option takes. */
export interface OptionType {
  /** What is expected, with an example: "the path of a file, such as ./base.db". */
  readonly expected: Text
  fits(value: unknown): boolean
  /** Whether the option may not be left out. */
  readonly isRequired?: boolean
  /** Whether messages must not repeat the value. */
  readonly isSecret?: boolean
}

export type OptionTypes = Readonly<Record<string, OptionType>>

const largest = Number.MAX_SAFE_INTEGER

/** The kinds of options. */
export const option = {
  /** A text that is not empty. */
  text: (expected: Text): OptionType => ({
    expected,
    fits: (value) => typeof value === 'string' && value !== '',
  }),
  flag: {
    expected: { en: 'true or false', zh: 'true 或 false' },
    fits: (value) => typeof value === 'boolean',
  },
  wholeNumber: (from: number, to = largest): OptionType => ({
    expected:
      to === largest
        ? { en: `a whole number from ${from}`, zh: `不小于 ${from} 的整数` }
        : { en: `a whole number from ${from} to ${to}`, zh: `${from} 到 ${to} 的整数` },
    fits: (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
  }),
  oneOf: (...choices: readonly string[]): OptionType => {
    const quoted = choices.map((choice) => JSON.stringify(choice))
    return {
      expected: { en: quoted.join(' or '), zh: quoted.join(' 或 ') },
      fits: (value) => typeof value === 'string' && choices.includes(value),
    }
  },
  texts: {
    expected: { en: 'an array of texts', zh: '文本数组' },
    fits: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  },
  function: {
    expected: { en: 'a function', zh: '函数' },
    fits: (value) => typeof value === 'function',
  },
  day: {
    expected: { en: 'a day such as "2018-06-11"', zh: '日期,如 "2018-06-11"' },
    fits: (value) => Day.safeParse(value).success,
  },
  signal: {
    expected: { en: 'an AbortSignal', zh: 'AbortSignal' },
    fits: (value) => typeof value === 'object' && value !== null && 'aborted' in value,
  },
  /** An object that has these members. */
  objectWith: (expected: Text, ...members: readonly string[]): OptionType => ({
    expected,
    fits: (value) => typeof value === 'object' && value !== null && members.every((member) => member in value),
  }),
  /** The same option, which may not be left out. */
  required: (type: OptionType): OptionType => ({ ...type, isRequired: true }),
  /** The same option, whose value no message repeats. */
  secret: (type: OptionType): OptionType => ({ ...type, isSecret: true }),
} satisfies Record<string, OptionType | ((...args: never[]) => OptionType)>

/**
 * The problems with the options of a call, in both languages; empty if there are none.
 *
 * @param call the function that was called, such as `openSqlite`
 */
export const optionProblems = (call: string, given: unknown, types: OptionTypes): readonly Text[] => {
  if (typeof given !== 'object' || given === null) {
    const required = Object.keys(types).filter((name) => types[name]?.isRequired)
    const content =
      required.length === 0 ? { en: '', zh: '' } : { en: ` with ${list(required)}`, zh: `,含 ${list(required)}` }
    const found = describeValue(given)
    return [
      {
        en: `${call} takes an object of options${content.en}, and got ${found.en}.`,
        zh: `${call} 的选项应为对象${content.zh},而得到的是${spaced(found.zh)}。`,
      },
    ]
  }
  return Object.entries(types).flatMap(([name, { expected, fits, isRequired = false, isSecret = false }]) => {
    const value: unknown = Reflect.get(given, name)
    if (value === undefined)
      return isRequired
        ? [
            {
              en: `${call}: \`${name}\` is missing. Expected ${expected.en}.`,
              zh: `${call}:缺少 \`${name}\`。应为${spaced(expected.zh)}。`,
            },
          ]
        : []
    if (fits(value)) return []
    if (isSecret)
      return [
        {
          en: `${call}: \`${name}\` cannot be used. Expected ${expected.en}.`,
          zh: `${call}:\`${name}\` 不可用。应为${spaced(expected.zh)}。`,
        },
      ]
    const found = describeValue(value)
    return [
      {
        en: `${call}: \`${name}\` is ${found.en}. Expected ${expected.en}.`,
        zh: `${call}:\`${name}\` 为${spaced(found.zh)}。应为${spaced(expected.zh)}。`,
      },
    ]
  })
}

/**
 * Checks the options of a call. Throws `Misconfigured`, which lists every problem with its remedy.
 *
 * @example
 * checkOptions('openSqlite', options, { path: option.required(option.text({ en: 'a path', zh: '路径' })) })
 */
export const checkOptions = (call: string, given: unknown, types: OptionTypes): void => {
  const problems = optionProblems(call, given, types)
  if (problems.length > 0) throw new Misconfigured(problems)
}

/** A value in a message: short, on one line, without the content of objects. */
export const describeValue = (value: unknown): Text => {
  if (typeof value === 'string') return same(JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value))
  if (typeof value === 'function') return { en: 'a function', zh: '函数' }
  if (typeof value !== 'object' || value === null) return same(String(value))
  if ('then' in value) return { en: 'a promise (await it first)', zh: 'Promise(请先 await)' }
  if (Array.isArray(value)) return { en: 'an array', zh: '数组' }
  const names = Object.keys(value).slice(0, 5)
  const content = names.length === 0 ? '' : ` { ${names.join(', ')} }`
  return { en: `an object${content}`, zh: `对象${content}` }
}

const same = (text: string): Text => ({ en: text, zh: text })

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

/** A Chinese text after Chinese: a space only before what is not Chinese. */
const spaced = (text: string): string => (/^[\p{Script=Han}]/u.test(text) ? text : ` ${text}`)
