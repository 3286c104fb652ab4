import { expect, it } from 'vitest'
import { visible } from './visible.js'

it('control characters are escaped', () => expect(visible('a\u001b[2Jb\n')).toBe('a\\u001b[2Jb\\u000a'))
