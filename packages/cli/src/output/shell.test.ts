import { expect, it } from 'vitest'
import { shellWord } from './shell.js'

it('a word is quoted for a shell where it has to be', () => {
  expect(shellWord('sqlite:./skein-demo.db')).toBe('sqlite:./skein-demo.db')
  expect(shellWord("it's a file.db")).toBe(`'it'\\''s a file.db'`)
})
