import { isPlainText } from '@skein/kernel'
import type { RequestContext } from '../context.js'
import { malformed } from '../problems/problem.js'

const maxLength = 1000

/** A parameter of the path. Throws a `Problem` (400) for a text that no name and no key can be. */
export const pathParameter = (context: RequestContext, name: string): string => {
  const text = context.req.param(name) ?? ''
  if (text.length <= maxLength && isPlainText(text)) return text
  throw malformed(
    `The path has a ${name} with control characters, or a very long one.`,
    `路径中的 ${name} 含有控制字符或过长。`,
  )
}
